// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.chain;

import io.coffer.api.node.ChainStatus;
import io.coffer.api.node.Chains;
import io.coffer.shell.Node;
import io.coffer.shell.ReadCommand;
import io.coffer.shell.StatusCommand;
import io.coffer.wire.ChainViews;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** All chains. */
@Service
@Command(scope = "chain", name = "list", description = "The chains and how far each has been read")
public final class ListCommand extends ReadCommand {
    @Override
    protected Finding find(Node node) throws Exception {
        List<ChainStatus> chains = node.require(Chains.class).statuses();
        return finding(
                items(chains.stream().map(ChainViews::status).toList()),
                screen -> StatusCommand.showChains(screen, chains));
    }
}
