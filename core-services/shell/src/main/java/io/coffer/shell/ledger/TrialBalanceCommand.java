// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.ledger;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.ledger.TrialBalance;
import io.coffer.shell.Node;
import io.coffer.shell.ReadCommand;
import io.coffer.shell.ShellProblem;
import io.coffer.wire.Decimals;
import io.coffer.wire.Json;
import io.coffer.wire.WireViews;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** The sums of all accounts. */
@Service
@Command(
        scope = "ledger",
        name = "trial-balance",
        description = "The sums of all accounts for each asset; fails if they differ")
public final class TrialBalanceCommand extends ReadCommand {
    private record Row(String asset, String debits, String credits, String held, String balanced) {}

    private record Found(TrialBalance trial, List<Row> rows, Json json) {}

    private boolean balanced = true;

    @Override
    protected Finding find(Node node) throws Exception {
        Found found = node.require(MoneyCore.class).read(state -> {
            TrialBalance trial = state.trialBalance();
            List<Row> rows = new ArrayList<>();
            for (TrialBalance.Row row : trial.rows()) {
                int decimals = state.asset(row.asset()).orElseThrow().decimals();
                rows.add(new Row(
                        row.asset().code(),
                        Decimals.text(row.debits(), decimals),
                        Decimals.text(row.credits(), decimals),
                        Decimals.text(row.held(), decimals),
                        row.isBalanced() ? "yes" : "NO"));
            }
            return new Found(trial, rows, new WireViews(state).trialBalance(trial));
        });
        balanced = found.trial.isBalanced();
        return finding(found.json, screen -> {
            var table = screen.table("Asset", "Debits", "Credits", "Held", "Balanced");
            found.rows.forEach(row -> table.row(row.asset, row.debits, row.credits, row.held, row.balanced));
            table.print();
            screen.print("at position " + found.trial.position());
        });
    }

    @Override
    protected void check(Finding finding) throws ShellProblem {
        if (!balanced) {
            throw new ShellProblem("ledger: debits and credits differ", "stop withdrawals with chain:pause");
        }
    }
}
