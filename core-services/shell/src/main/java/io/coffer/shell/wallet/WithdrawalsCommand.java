// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.wallet;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.node.History;
import io.coffer.api.node.Paging;
import io.coffer.api.node.Recorded;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.shell.ChainCompleter;
import io.coffer.shell.Node;
import io.coffer.shell.ReadCommand;
import io.coffer.wire.Json;
import io.coffer.wire.WireViews;
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

    @Option(name = "--all", description = "Also those that have come to rest, newest first")
    private boolean all;

    @Option(name = "--account", description = "All of this account, newest first")
    private String account = "";

    @Option(name = "--limit", description = "With --all or --account, at most so many, 1 to 1000")
    private int limit = 50;

    private record Row(Withdrawal withdrawal, String amount) {}

    private record Found(List<Row> rows, Json json) {}

    static boolean isOpaque(String text) {
        return text.matches("[A-Za-z0-9_-]{1,64}");
    }

    @Override
    protected Finding find(Node node) throws Exception {
        MoneyCore core = node.require(MoneyCore.class);
        List<Withdrawal> withdrawals = all || !account.isEmpty() ? past(node) : open(node, core);
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

    private List<Withdrawal> open(Node node, MoneyCore core) {
        OpenChains chains = OpenChains.of(node, given(chain));
        return core.read(state -> chains.of(state).stream()
                .flatMap(each -> state.openWithdrawals(each).stream())
                .toList());
    }

    private List<Withdrawal> past(Node node) throws Exception {
        return node
                .require(History.class)
                .withdrawals(given(account).map(AccountId::new), Paging.newest(limit))
                .items()
                .stream()
                .map(Recorded::value)
                .filter(withdrawal -> chain.isEmpty()
                        || withdrawal.request().to().chain().caip2().equals(chain))
                .toList();
    }
}
