// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import io.coffer.api.ledger.Balance;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.wire.Json;
import io.coffer.wire.LedgerAccounts;
import io.coffer.wire.WireViews;
import java.util.List;
import java.util.Optional;

/** The books, and the rules and assets that they know. */
final class LedgerRoutes {
    private final Reads reads;

    LedgerRoutes(Reads reads) {
        this.reads = reads;
    }

    void register(Router router) {
        router.get("/v1/ledger/trial-balance", call -> {
            call.query().end();
            return reads.all(state -> new WireViews(state).trialBalance(state.trialBalance()));
        });
        router.get("/v1/ledger/accounts", this::accounts);
        router.get("/v1/assets", call -> {
            call.query().end();
            return reads.all(state -> Reads.items(
                    state.assets().stream().map(new WireViews(state)::asset).toList()));
        });
        router.get("/v1/limits", call -> {
            call.query().end();
            return reads.all(state -> Reads.items(
                    state.limitRules().stream().map(new WireViews(state)::limit).toList()));
        });
    }

    private RestResponse accounts(Router.Call call) throws Problem {
        Optional<String> afterText = call.query().text("after");
        Optional<LedgerAccountId> after = afterText.flatMap(LedgerAccounts::parse);
        if (afterText.isPresent() && after.isEmpty()) {
            throw Problem.invalid("after", "is no id of a ledger account");
        }
        int limit =
                Math.toIntExact(call.query().number("limit", 1, Reads.MAX_PAGE).orElse((long) Reads.PAGE));
        call.query().end();
        return reads.all(state -> {
            WireViews views = new WireViews(state);
            List<Balance> page = state.ledgerAccounts(after, limit);
            Json.Members view = Json.members()
                    .put(
                            "items",
                            Json.sequence(
                                    page.stream().map(views::ledgerAccount).toList()));
            if (page.size() == limit) {
                view.put("next", page.get(page.size() - 1).account().toString());
            }
            return view.build();
        });
    }
}
