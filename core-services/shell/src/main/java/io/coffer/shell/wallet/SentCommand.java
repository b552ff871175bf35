// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.wallet;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.shell.Node;
import io.coffer.spi.chain.ChainId;
import io.coffer.wire.Json;
import io.coffer.wire.WireViews;
import java.util.List;

/** A list of what the node sends, for customers or for the house. */
abstract class SentCommand extends MovementsCommand<Withdrawal> {
    private record Row(Withdrawal withdrawal, String amount) {}

    private record Found(List<Row> rows, Json json) {}

    @Override
    protected final Finding find(Node node) throws Exception {
        MoneyCore core = node.require(MoneyCore.class);
        List<Withdrawal> withdrawals = asked(node, core);
        Found found = core.read(state -> new Found(
                withdrawals.stream()
                        .map(withdrawal -> new Row(
                                withdrawal,
                                Amounts.text(state, withdrawal.request().amount())))
                        .toList(),
                items(withdrawals.stream().map(new WireViews(state)::withdrawal).toList())));
        return finding(found.json, screen -> {
            var table = screen.table("Withdrawal", "Payer", "Amount", "To", "State", "Attempts", "Transaction");
            found.rows.forEach(row -> table.row(
                    row.withdrawal.id(),
                    Amounts.payer(row.withdrawal.request()),
                    row.amount,
                    row.withdrawal.request().to(),
                    row.withdrawal.state(),
                    row.withdrawal.attempts().size(),
                    row.withdrawal
                            .attempt()
                            .flatMap(attempt -> attempt.signed())
                            .map(signed -> signed.id().text())
                            .orElse("-")));
            table.print();
        });
    }

    @Override
    final ChainId chain(Withdrawal movement) {
        return movement.request().to().chain();
    }
}
