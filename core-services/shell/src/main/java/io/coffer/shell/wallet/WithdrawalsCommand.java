// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.wallet;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.node.History;
import io.coffer.api.node.HistoryPage;
import io.coffer.api.node.HistoryUnavailableException;
import io.coffer.api.node.Paging;
import io.coffer.api.node.Recorded;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.shell.Node;
import io.coffer.spi.chain.ChainId;
import io.coffer.wire.Json;
import io.coffer.wire.WireViews;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** The withdrawals that are under way. */
@Service
@Command(scope = "wallet", name = "withdrawals", description = "The withdrawals that are under way, oldest first")
public final class WithdrawalsCommand extends MovementsCommand<Withdrawal> {
    private record Row(Withdrawal withdrawal, String amount) {}

    private record Found(List<Row> rows, Json json) {}

    static boolean isOpaque(String text) {
        return text.matches("[A-Za-z0-9_-]{1,64}");
    }

    @Override
    protected Finding find(Node node) throws Exception {
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
            var table = screen.table("Withdrawal", "Account", "Amount", "To", "State", "Transaction");
            found.rows.forEach(row -> table.row(
                    row.withdrawal.id(),
                    Amounts.payer(row.withdrawal.request()),
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

    @Override
    Collection<Withdrawal> open(MoneyState state, ChainId of) {
        return state.openWithdrawals(of);
    }

    @Override
    HistoryPage<Recorded<Withdrawal>> past(History history, Optional<AccountId> of, Paging paging)
            throws HistoryUnavailableException {
        return history.withdrawals(of, paging);
    }

    @Override
    ChainId chain(Withdrawal movement) {
        return movement.request().to().chain();
    }
}
