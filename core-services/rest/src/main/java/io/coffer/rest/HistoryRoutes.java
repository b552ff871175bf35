// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import io.coffer.api.asset.AssetId;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.node.DepositStep;
import io.coffer.api.node.History;
import io.coffer.api.node.HistoryPage;
import io.coffer.api.node.HistoryUnavailableException;
import io.coffer.api.node.Paging;
import io.coffer.api.node.Place;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.wire.HistoryViews;
import io.coffer.wire.Json;
import io.coffer.wire.LedgerAccounts;
import java.util.Optional;
import java.util.function.BiFunction;

/** What happened, in pages, from the history that follows the core. */
final class HistoryRoutes {
    private final Services services;

    HistoryRoutes(Services services) {
        this.services = services;
    }

    void register(Router router) {
        router.get("/v1/deposits", call -> deposits(call, asked(call)));
        router.get("/v1/deposits/{id}/history", this::depositSteps);
        router.get("/v1/withdrawals", call -> withdrawals(call, asked(call)));
        router.get("/v1/withdrawals/{id}/history", this::withdrawalSteps);
        router.get("/v1/accounts/{id}/deposits", call -> deposits(call, Optional.of(account(call))));
        router.get("/v1/accounts/{id}/withdrawals", call -> withdrawals(call, Optional.of(account(call))));
        router.get("/v1/accounts/{id}/statement", this::accountStatement);
        router.get("/v1/ledger/statement", this::ledgerStatement);
    }

    @FunctionalInterface
    private interface Listing<T> {
        HistoryPage<T> page(History history, Paging paging) throws HistoryUnavailableException;
    }

    private <T> RestResponse page(
            Router.Call call, Listing<T> listing, BiFunction<HistoryViews, T, Json.Dictionary> view) throws Problem {
        Paging paging = paging(call.query());
        call.query().end();
        History history = services.find(History.class).orElseThrow(() -> Services.absent("history"));
        MoneyCore core = services.core();
        try {
            Reads.awaitHistory(history, call.until());
            HistoryPage<T> page = listing.page(history, paging);
            Json.Dictionary body = core.read(state -> {
                HistoryViews views = new HistoryViews(state);
                return HistoryViews.page(page, item -> view.apply(views, item));
            });
            return RestResponse.ok(body).at(page.position());
        } catch (HistoryUnavailableException unavailable) {
            throw Problem.later(
                    503,
                    "history.unavailable",
                    "The history cannot be read at this moment; nothing of it is lost.",
                    "Ask again a little later; balances and single deposits and withdrawals answer meanwhile.");
        }
    }

    private static Paging paging(Query query) throws Problem {
        int limit = Math.toIntExact(query.number("limit", 1, Paging.MAX_LIMIT).orElse((long) Reads.PAGE));
        String order = query.text("order").orElse("oldest");
        Paging first = switch (order) {
            case "oldest" -> Paging.first(limit);
            case "newest" -> Paging.newest(limit);
            default -> throw Problem.invalid("order", "is neither oldest nor newest");
        };
        Optional<String> after = query.text("after");
        return after.isEmpty()
                ? first
                : first.after(Ids.require("after", after.get(), Place::parse, "a place such as 1204-0"));
    }

    private RestResponse deposits(Router.Call call, Optional<AccountId> account) throws Problem {
        return page(call, (history, paging) -> history.deposits(account, paging), HistoryViews::deposit);
    }

    private RestResponse withdrawals(Router.Call call, Optional<AccountId> account) throws Problem {
        return page(call, (history, paging) -> history.withdrawals(account, paging), HistoryViews::withdrawal);
    }

    private RestResponse depositSteps(Router.Call call) throws Problem {
        String id = call.id("id");
        if (services.core().read(state -> state.deposit(id)).isEmpty()) {
            throw Problem.unknown("deposit", id);
        }
        return page(
                call,
                (history, paging) -> history.depositHistory(id, paging),
                (HistoryViews views, DepositStep step) -> HistoryViews.step(step));
    }

    private RestResponse withdrawalSteps(Router.Call call) throws Problem {
        WithdrawalId id = Ids.find(call.id("id"), WithdrawalId::new)
                .orElseThrow(() -> Problem.unknown("withdrawal", call.id("id")));
        if (services.core()
                .read(state -> state.withdrawal(id))
                .filter(WithdrawalRoutes::isCustomers)
                .isEmpty()) {
            throw Problem.unknown("withdrawal", id.text());
        }
        return page(call, (history, paging) -> history.withdrawalHistory(id, paging), HistoryViews::step);
    }

    private RestResponse accountStatement(Router.Call call) throws Problem {
        AccountId account = account(call);
        String asset = call.query().text("asset").orElseThrow(() -> Problem.invalid("asset", "is missing"));
        AssetId id = Ids.require("asset", asset, AssetId::new, "the code of an asset such as BTC");
        LedgerAccountId ledger = new LedgerAccountId(AccountKind.CUSTOMER, account.text(), id);
        return page(call, (history, paging) -> history.statement(ledger, paging), HistoryViews::entry);
    }

    private RestResponse ledgerStatement(Router.Call call) throws Problem {
        String text = call.query().text("account").orElseThrow(() -> Problem.invalid("account", "is missing"));
        LedgerAccountId ledger = LedgerAccounts.parse(text)
                .orElseThrow(() -> Problem.invalid("account", "is no id of a ledger account such as house||BTC"));
        return page(call, (history, paging) -> history.statement(ledger, paging), HistoryViews::entry);
    }

    /** The account whose items alone are asked for; empty for those of all, also of nobody. */
    private Optional<AccountId> asked(Router.Call call) throws Problem {
        Optional<String> text = call.query().text("account");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        AccountId id = Ids.require("account", text.get(), AccountId::new, Ids.OPAQUE);
        if (services.core().read(state -> state.account(id)).isEmpty()) {
            throw Problem.invalid("account.unknown", "account", "is the id of no account", "Check the id.");
        }
        return Optional.of(id);
    }

    private AccountId account(Router.Call call) throws Problem {
        AccountId id =
                Ids.find(call.id("id"), AccountId::new).orElseThrow(() -> Problem.unknown("account", call.id("id")));
        if (services.core().read(state -> state.account(id)).isEmpty()) {
            throw Problem.unknown("account", id.text());
        }
        return id;
    }
}
