// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.wallet;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.node.Chains;
import io.coffer.api.node.Waiting;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.shell.Node;
import io.coffer.shell.ReadCommand;
import io.coffer.shell.Screen;
import io.coffer.shell.ShellProblem;
import io.coffer.wire.ChainViews;
import io.coffer.wire.Json;
import io.coffer.wire.WireViews;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** One withdrawal in full. */
@Service
@Command(
        scope = "wallet",
        name = "withdrawal",
        description = "One withdrawal: request, state, attempts, what it waits for")
public final class WithdrawalCommand extends ReadCommand {
    @Argument(name = "withdrawal", required = true, description = "Its id, or the exchange's own external id")
    private String withdrawal = "";

    private record Found(Withdrawal withdrawal, String amount, Json.Dictionary json) {}

    @Override
    protected Finding find(Node node) throws Exception {
        Optional<Found> known = node.require(MoneyCore.class).read(this::find);
        Found found = known.orElseThrow(() -> ShellProblem.unknown("withdrawal", withdrawal));
        Optional<Waiting> waiting = node.find(Chains.class)
                .flatMap(
                        chains -> chains.waiting(found.withdrawal.request().to().chain()).stream()
                                .filter(each -> each.withdrawal().equals(found.withdrawal.id()))
                                .findFirst());
        Json.Members json = Json.members().putAll(found.json);
        json.put("waiting", waiting.map(ChainViews::waiting));
        return finding(json.build(), screen -> show(screen, found, waiting));
    }

    private Optional<Found> find(MoneyState state) {
        Optional<Withdrawal> byId = WithdrawalsCommand.isOpaque(withdrawal)
                ? state.withdrawal(new WithdrawalId(withdrawal))
                : Optional.empty();
        return byId.or(() -> state.withdrawalByExternalId(withdrawal))
                .map(known -> new Found(
                        known, Amounts.text(state, known.request().amount()), new WireViews(state).withdrawal(known)));
    }

    private static void show(Screen screen, Found found, Optional<Waiting> waiting) {
        Withdrawal withdrawal = found.withdrawal;
        Screen.Table table = screen.table("Property", "Value")
                .row("id", withdrawal.id())
                .row("payer", Amounts.payer(withdrawal.request()))
                .row("amount", found.amount)
                .row(
                        "to",
                        withdrawal.request().to() + " on "
                                + withdrawal.request().to().chain())
                .row("external id", withdrawal.request().externalId().orElse("-"))
                .row("state", withdrawal.state());
        withdrawal.refusal().ifPresent(refusal -> table.row("refused by", refusal.code() + ": " + refusal.message()));
        waiting.ifPresent(each -> table.row("waits for", each.code() + ": " + each.reason()));
        table.print();
        if (!withdrawal.attempts().isEmpty()) {
            screen.print("");
            Screen.Table attempts =
                    screen.table("Attempt", "State", "Sender", "Sequence or inputs", "Transaction", "Block");
            withdrawal.attempts().forEach(attempt -> row(attempts, withdrawal, attempt));
            attempts.print();
        }
    }

    private static void row(Screen.Table table, Withdrawal withdrawal, Attempt attempt) {
        table.row(
                attempt.number(),
                WireViews.attemptState(withdrawal, attempt),
                attempt.preparation().sender(),
                attempt.preparation().sequence().isPresent()
                        ? Long.toString(attempt.preparation().sequence().getAsLong())
                        : attempt.preparation().inputs().size() + " inputs",
                attempt.signed().map(signed -> signed.id().text()).orElse("-"),
                attempt.block().map(Object::toString).orElse("-"));
    }
}
