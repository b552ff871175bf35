// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.ledger;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.Balance;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.shell.Node;
import io.coffer.shell.ReadCommand;
import io.coffer.shell.ShellProblem;
import io.coffer.wire.Decimals;
import io.coffer.wire.Json;
import io.coffer.wire.WireViews;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** The accounts of the ledger. */
@Service
@Command(scope = "ledger", name = "accounts", description = "The accounts of the ledger with their balances")
public final class AccountsCommand extends ReadCommand {
    /** Accounts that are read at once, so that the core is not held up. */
    private static final int PAGE = 500;

    private static final int MAX_LIMIT = 100_000;

    @Option(
            name = "--kind",
            description = "Of this kind only: customer, house, custody, fees, gas_expense, suspense, ...")
    private String kind = "";

    @Option(name = "--limit", description = "At most so many")
    private int limit = 1_000;

    private record Row(Balance balance, String total, String held, String available, Json json) {}

    @Override
    protected Finding find(Node node) throws Exception {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new ShellProblem("limit: is not within 1.." + MAX_LIMIT, "give another");
        }
        Optional<AccountKind> only = kind();
        MoneyCore core = node.require(MoneyCore.class);
        List<Row> rows = new ArrayList<>();
        Optional<LedgerAccountId> after = Optional.empty();
        boolean more = true;
        while (more && rows.size() < limit) {
            List<Row> page = page(core, after);
            page.stream()
                    .filter(row -> only.isEmpty() || row.balance.account().kind() == only.get())
                    .limit(limit - rows.size())
                    .forEach(rows::add);
            more = page.size() == PAGE;
            after = page.isEmpty()
                    ? after
                    : Optional.of(page.get(page.size() - 1).balance.account());
        }
        return finding(items(rows.stream().map(Row::json).toList()), screen -> {
            var table = screen.table("Kind", "Owner", "Asset", "Total", "Held", "Available");
            rows.forEach(row -> table.row(
                    row.balance.account().kind(),
                    row.balance.account().owner().isEmpty()
                            ? "-"
                            : row.balance.account().owner(),
                    row.balance.account().asset(),
                    row.total,
                    row.held,
                    row.available));
            table.print();
        });
    }

    private static List<Row> page(MoneyCore core, Optional<LedgerAccountId> after) {
        return core.read(state -> {
            List<Row> rows = new ArrayList<>();
            for (Balance balance : state.ledgerAccounts(after, PAGE)) {
                int decimals =
                        state.asset(balance.account().asset()).orElseThrow().decimals();
                rows.add(new Row(
                        balance,
                        Decimals.text(balance.total(), decimals),
                        Decimals.text(balance.held(), decimals),
                        Decimals.text(balance.available(), decimals),
                        new WireViews(state).ledgerAccount(balance)));
            }
            return rows;
        });
    }

    private Optional<AccountKind> kind() throws ShellProblem {
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(AccountKind.valueOf(kind.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException unknown) {
            throw new ShellProblem(
                    "kind: there is none of the name " + kind, "one of " + List.of(AccountKind.values()));
        }
    }
}
