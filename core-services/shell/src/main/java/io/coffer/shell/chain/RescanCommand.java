// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.chain;

import io.coffer.api.node.Chains;
import io.coffer.shell.ChainCompleter;
import io.coffer.shell.Node;
import io.coffer.shell.NodeCommand;
import io.coffer.shell.Screen;
import io.coffer.shell.ShellProblem;
import io.coffer.spi.chain.ChainId;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** Reads a part of a chain once more. */
@Service
@Command(
        scope = "chain",
        name = "rescan",
        description = "Read the blocks from a height on once more and take what was missed")
public final class RescanCommand extends NodeCommand {
    @Argument(name = "chain", required = true, description = "The chain as CAIP-2, such as devnet:main")
    @Completion(ChainCompleter.class)
    private String chain = "";

    @Argument(index = 1, name = "height", required = true, description = "The first block to read again")
    private long height;

    @Override
    protected void perform(Node node, Screen screen, Session session) throws Exception {
        if (height < 0) {
            throw new ShellProblem("height: is negative", "give the height of a block");
        }
        if (!node.require(Chains.class).rescan(new ChainId(chain), height)) {
            throw new ShellProblem(
                    "chain: " + chain + " is unknown, has no adapter, or has not been read up to " + height,
                    "chain:list shows chains and cursors");
        }
        screen.print("Chain " + chain + " is read again from block " + height + ", beside its normal reading.");
    }
}
