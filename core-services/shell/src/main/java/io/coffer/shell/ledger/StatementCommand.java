// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.ledger;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.node.History;
import io.coffer.api.node.HistoryPage;
import io.coffer.api.node.Paging;
import io.coffer.api.node.Place;
import io.coffer.api.node.StatementEntry;
import io.coffer.shell.Node;
import io.coffer.shell.ReadCommand;
import io.coffer.shell.ShellProblem;
import io.coffer.wire.Decimals;
import io.coffer.wire.HistoryViews;
import io.coffer.wire.Json;
import io.coffer.wire.LedgerAccounts;
import java.time.Instant;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** What happened to one account of the ledger. */
@Service
@Command(scope = "ledger", name = "statement", description = "The entries of one ledger account, newest first")
public final class StatementCommand extends ReadCommand {
    @Argument(
            name = "account",
            required = true,
            description = "As ledger:accounts --json names it, in quotes: 'customer|acc_1|BTC'")
    private String account = "";

    @Option(name = "--limit", description = "Entries, 1 to 1000")
    private int limit = 50;

    @Option(name = "--after", description = "Go on after the entry at this place")
    private String after = "";

    @Option(name = "--oldest", description = "Oldest first")
    private boolean oldest;

    @Override
    protected Finding find(Node node) throws Exception {
        LedgerAccountId id = LedgerAccounts.parse(account)
                .orElseThrow(() -> new ShellProblem(
                        "account: is no id of a ledger account such as 'customer|acc_1|BTC'",
                        "ledger:accounts --json has the ids"));
        Paging paging = oldest ? Paging.first(limit) : Paging.newest(limit);
        if (!after.isEmpty()) {
            paging = paging.after(Place.parse(after));
        }
        HistoryPage<StatementEntry> page = node.require(History.class).statement(id, paging);
        MoneyCore core = node.require(MoneyCore.class);
        Json json = core.read(state -> {
            HistoryViews views = new HistoryViews(state);
            return HistoryViews.page(page, views::entry);
        });
        int decimals = core.<Integer>read(
                state -> state.asset(id.asset()).map(asset -> asset.decimals()).orElse(0));
        return finding(json, screen -> {
            var table = screen.table("Place", "Time", "Kind", "Amount", "Total", "Held", "Why");
            for (StatementEntry entry : page.items()) {
                table.row(
                        entry.place(),
                        Instant.ofEpochMilli(entry.timeMs()),
                        entry.change().kind(),
                        Decimals.text(entry.change().amount().units(), decimals),
                        Decimals.text(entry.after().total(), decimals),
                        Decimals.text(entry.after().held(), decimals),
                        entry.memo());
            }
            table.print();
            page.next().ifPresent(next -> screen.print("more: --after " + next));
        });
    }
}
