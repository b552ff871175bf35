// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.wallet;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.shell.ChainCompleter;
import io.coffer.shell.Node;
import io.coffer.shell.ReadCommand;
import io.coffer.wire.Json;
import io.coffer.wire.WireViews;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** The withdrawals that are under way. */
@Service
@Command(scope = "wallet", name = "withdrawals", description = "The withdrawals that are under way, oldest first")
public final class WithdrawalsCommand extends ReadCommand {
    @Option(name = "--chain", description = "Of this chain only")
    @Completion(ChainCompleter.class)
    private String chain = "";

    private record Row(Withdrawal withdrawal, String amount) {}

    private record Found(List<Row> rows, Json json) {}

    static boolean isOpaque(String text) {
        return text.matches("[A-Za-z0-9_-]{1,64}");
    }

    @Override
    protected Finding find(Node node) throws Exception {
        var chains = OpenChains.of(node, given(chain));
        Found found = node.require(MoneyCore.class).read(state -> {
            List<Row> rows = new ArrayList<>();
            List<Json> json = new ArrayList<>();
            chains.of(state).stream()
                    .flatMap(each -> state.openWithdrawals(each).stream())
                    .forEach(withdrawal -> {
                        rows.add(new Row(
                                withdrawal,
                                Amounts.text(state, withdrawal.request().amount())));
                        json.add(new WireViews(state).withdrawal(withdrawal));
                    });
            return new Found(rows, items(json));
        });
        return finding(found.json, screen -> {
            var table = screen.table("Withdrawal", "Account", "Amount", "To", "State", "Transaction");
            found.rows.forEach(row -> table.row(
                    row.withdrawal.id(),
                    row.withdrawal.request().account(),
                    row.amount,
                    row.withdrawal.request().to(),
                    row.withdrawal.state(),
                    row.withdrawal
                            .attempt()
                            .flatMap(attempt -> attempt.signed())
                            .map(signed -> signed.id().text())
                            .orElse("-")));
            table.print();
        });
    }
}
