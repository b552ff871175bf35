// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.wallet;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.node.Chains;
import io.coffer.api.node.Sweep;
import io.coffer.shell.ChainCompleter;
import io.coffer.shell.Node;
import io.coffer.shell.ReadCommand;
import io.coffer.spi.chain.ChainId;
import io.coffer.wire.ChainViews;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** What lies at deposit addresses and is to be swept. */
@Service
@Command(
        scope = "wallet",
        name = "sweeps",
        description = "What is swept to the treasury next, what is under way, and why not the rest")
public final class SweepsCommand extends ReadCommand {
    @Option(name = "--chain", description = "Only this chain, as CAIP-2 such as eip155:1")
    @Completion(ChainCompleter.class)
    private String chain = "";

    private record Row(Sweep sweep, String free) {}

    @Override
    protected Finding find(Node node) throws Exception {
        Chains chains = node.require(Chains.class);
        MoneyCore core = node.require(MoneyCore.class);
        Set<ChainId> asked =
                core.read(state -> OpenChains.of(node, given(chain)).of(state));
        List<Sweep> sweeps = new ArrayList<>();
        asked.forEach(each -> sweeps.addAll(chains.sweeps(each)));
        List<Row> rows = core.read(state -> sweeps.stream()
                .map(sweep -> new Row(sweep, Amounts.text(state, sweep.free())))
                .toList());
        return finding(items(sweeps.stream().map(ChainViews::sweep).toList()), screen -> {
            var table = screen.table("Address", "Free", "Code", "Reason", "Transfer");
            rows.forEach(row -> table.row(
                    row.sweep.from(),
                    row.free,
                    row.sweep.code(),
                    row.sweep.reason(),
                    row.sweep.transfer().map(Object::toString).orElse("-")));
            table.print();
        });
    }
}
