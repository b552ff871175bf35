// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.wallet;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.ledger.Balance;
import io.coffer.api.wallet.Account;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.FrozenAccount;
import io.coffer.shell.Node;
import io.coffer.shell.ReadCommand;
import io.coffer.shell.ShellProblem;
import io.coffer.wire.Decimals;
import io.coffer.wire.Json;
import io.coffer.wire.WireViews;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** An account and what it holds. */
@Service
@Command(scope = "wallet", name = "account", description = "An account and its balances")
public final class AccountCommand extends ReadCommand {
    @Argument(name = "account", required = true, description = "The account's id")
    private String account = "";

    private record Row(String asset, String total, String held, String available, String usedToday) {}

    private record Found(Account account, Optional<FrozenAccount> frozen, List<Row> rows, Json json) {}

    @Override
    protected Finding find(Node node) throws Exception {
        AccountId id = new AccountId(account);
        Optional<Found> found =
                node.require(MoneyCore.class).read(state -> state.account(id).map(known -> found(state, known)));
        Found known = found.orElseThrow(() -> ShellProblem.unknown("account", account));
        return finding(known.json, screen -> {
            screen.print("Account " + known.account.id() + " of customer " + known.account.customer());
            known.frozen.ifPresent(frozen ->
                    screen.print("Frozen, nothing leaves it: " + frozen.reason() + ". After judging: wallet:unfreeze"));
            var table = screen.table("Asset", "Total", "Held", "Available", "Withdrawn in 24 h");
            known.rows.forEach(row -> table.row(row.asset, row.total, row.held, row.available, row.usedToday));
            table.print();
        });
    }

    private static Found found(MoneyState state, Account account) {
        WireViews views = new WireViews(state);
        List<Balance> balances = state.balances(account.id());
        Json json = Json.members()
                .putAll(views.accountNow(account))
                .put(
                        "balances",
                        Json.sequence(balances.stream().map(views::balance).toList()))
                .build();
        return new Found(
                account,
                state.frozenAccount(account.id()),
                balances.stream().map(balance -> row(state, account, balance)).toList(),
                json);
    }

    private static Row row(MoneyState state, Account account, Balance balance) {
        int decimals = state.asset(balance.account().asset()).orElseThrow().decimals();
        return new Row(
                balance.account().asset().code(),
                Decimals.text(balance.total(), decimals),
                Decimals.text(balance.held(), decimals),
                Decimals.text(balance.available(), decimals),
                Decimals.text(state.usedToday(account.id(), balance.account().asset()), decimals));
    }
}
