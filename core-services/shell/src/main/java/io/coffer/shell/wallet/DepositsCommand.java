// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.wallet;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.node.ChainStatus;
import io.coffer.api.node.Chains;
import io.coffer.api.wallet.Deposit;
import io.coffer.shell.ChainCompleter;
import io.coffer.shell.Node;
import io.coffer.shell.ReadCommand;
import io.coffer.wire.ChainViews;
import io.coffer.wire.Json;
import io.coffer.wire.WireViews;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** The deposits that are not final yet. */
@Service
@Command(
        scope = "wallet",
        name = "deposits",
        description = "The deposits that are confirming or being screened, oldest first")
public final class DepositsCommand extends ReadCommand {
    @Option(name = "--chain", description = "Of this chain only")
    @Completion(ChainCompleter.class)
    private String chain = "";

    private record Row(Deposit deposit, String amount) {}

    private record Found(List<Row> rows, Json json) {}

    @Override
    protected Finding find(Node node) throws Exception {
        var chains = OpenChains.of(node, given(chain));
        Found found = node.require(MoneyCore.class).read(state -> {
            List<Row> rows = new ArrayList<>();
            List<Json> json = new ArrayList<>();
            chains.of(state).stream()
                    .flatMap(each -> state.openDeposits(each).stream())
                    .forEach(deposit -> {
                        rows.add(new Row(deposit, Amounts.text(state, deposit.amount())));
                        json.add(new WireViews(state).deposit(deposit));
                    });
            return new Found(rows, items(json));
        });
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
}
