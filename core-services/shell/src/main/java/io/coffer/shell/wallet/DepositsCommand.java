// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.wallet;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.node.ChainStatus;
import io.coffer.api.node.Chains;
import io.coffer.api.node.History;
import io.coffer.api.node.HistoryPage;
import io.coffer.api.node.HistoryUnavailableException;
import io.coffer.api.node.Paging;
import io.coffer.api.node.Recorded;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Deposit;
import io.coffer.shell.Node;
import io.coffer.spi.chain.ChainId;
import io.coffer.wire.ChainViews;
import io.coffer.wire.Json;
import io.coffer.wire.WireViews;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** The deposits that are not final yet. */
@Service
@Command(
        scope = "wallet",
        name = "deposits",
        description = "The deposits that are confirming or being screened, oldest first")
public final class DepositsCommand extends MovementsCommand<Deposit> {
    private record Row(Deposit deposit, String amount) {}

    private record Found(List<Row> rows, Json json) {}

    @Override
    protected Finding find(Node node) throws Exception {
        MoneyCore core = node.require(MoneyCore.class);
        List<Deposit> deposits = asked(node, core);
        Found found = core.read(state -> new Found(
                deposits.stream()
                        .map(deposit -> new Row(deposit, Amounts.text(state, deposit.amount())))
                        .toList(),
                items(deposits.stream().map(new WireViews(state)::deposit).toList())));
        Optional<Chains> heads = node.find(Chains.class);
        return finding(found.json, screen -> {
            var table = screen.table("Deposit", "Account", "Amount", "To", "Chain state", "State", "Confirmations");
            found.rows.forEach(row -> table.row(
                    row.deposit.key().id(),
                    row.deposit.account().map(Object::toString).orElse("-"),
                    row.amount,
                    row.deposit.key().to(),
                    row.deposit.progress().chain(),
                    row.deposit.progress().state(),
                    confirmations(heads, row.deposit)));
            table.print();
        });
    }

    private static String confirmations(Optional<Chains> chains, Deposit deposit) {
        return chains.flatMap(service -> service.status(deposit.key().to().chain()))
                .flatMap(ChainStatus::head)
                .map(head -> Long.toString(ChainViews.confirmations(deposit.block(), head)))
                .orElse("-");
    }

    @Override
    Collection<Deposit> open(MoneyState state, ChainId of) {
        return state.openDeposits(of);
    }

    @Override
    HistoryPage<Recorded<Deposit>> past(History history, Optional<AccountId> of, Paging paging)
            throws HistoryUnavailableException {
        return history.deposits(of, paging);
    }

    @Override
    ChainId chain(Deposit movement) {
        return movement.key().to().chain();
    }
}
