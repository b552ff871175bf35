// SPDX-License-Identifier: Apache-2.0
package io.coffer.wire;

import io.coffer.api.core.MoneyState;
import io.coffer.api.node.DepositStep;
import io.coffer.api.node.HistoryPage;
import io.coffer.api.node.HistoryStatus;
import io.coffer.api.node.Place;
import io.coffer.api.node.Recorded;
import io.coffer.api.node.StatementEntry;
import io.coffer.api.node.WithdrawalStep;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.Withdrawal;
import java.util.function.Function;

/** What happened, as JSON. It asks the state for decimals and so lives only inside {@code MoneyCore.read}. */
public final class HistoryViews {
    private final WireViews views;

    public HistoryViews(MoneyState state) {
        this.views = new WireViews(state);
    }

    /** {@code items} and, if more follow, {@code next}. */
    public static <T> Json.Dictionary page(HistoryPage<T> page, Function<T, Json.Dictionary> view) {
        return Json.members()
                .put("items", Json.sequence(page.items().stream().map(view).toList()))
                .put("next", page.next().map(HistoryViews::place))
                .build();
    }

    public Json.Dictionary deposit(Recorded<Deposit> recorded) {
        return recorded(recorded, views.deposit(recorded.value()));
    }

    public Json.Dictionary withdrawal(Recorded<Withdrawal> recorded) {
        return recorded(recorded, views.withdrawal(recorded.value()));
    }

    private static Json.Dictionary recorded(Recorded<?> recorded, Json.Dictionary value) {
        return Json.members()
                .put("place", place(recorded.first()))
                .putAll(value)
                .put("changedAt", WireViews.time(recorded.changedAtMs()))
                .build();
    }

    public Json.Dictionary entry(StatementEntry entry) {
        StatementEntry.Change change = entry.change();
        return Json.members()
                .put("place", place(entry.place()))
                .put("time", WireViews.time(entry.timeMs()))
                .put("kind", change.kind().name())
                .put("amount", views.money(change.amount()))
                .put("counter", change.counter().map(counter -> Json.text(counter.toString())))
                .put("total", views.money(change.amount().asset(), entry.after().total()))
                .put("held", views.money(change.amount().asset(), entry.after().held()))
                .put(
                        "available",
                        views.money(change.amount().asset(), entry.after().available()))
                .put("memo", entry.memo())
                .build();
    }

    public static Json.Dictionary step(DepositStep step) {
        return Json.members()
                .put("place", place(step.place()))
                .put("time", WireViews.time(step.timeMs()))
                .put("chainState", step.progress().chain().name())
                .put("state", step.progress().state().name())
                .put("generation", step.progress().generation())
                .put("reason", step.progress().reason().map(Json::text))
                .put("block", WireViews.block(step.block()))
                .build();
    }

    public Json.Dictionary step(WithdrawalStep step) {
        WithdrawalStep.Details details = step.details();
        return Json.members()
                .put("place", place(step.place()))
                .put("time", WireViews.time(step.timeMs()))
                .put("state", step.state().name())
                .put("attempt", details.attempt())
                .put("tx", details.tx().map(tx -> Json.text(tx.text())))
                .put("block", details.block().map(WireViews::block))
                .put("refusal", details.refusal().map(views::refusal))
                .build();
    }

    public static Json.Dictionary status(HistoryStatus status) {
        return Json.members()
                .put("state", status.state().name())
                .put("position", status.position())
                .put("lag", status.lag())
                .put("failure", status.failure().map(Json::text))
                .build();
    }

    private static Json place(Place place) {
        return Json.text(place.toString());
    }
}
