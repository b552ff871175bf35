// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.chain;

import io.coffer.api.node.Halts;
import io.coffer.shell.ChainCompleter;
import io.coffer.shell.Node;
import io.coffer.shell.NodeCommand;
import io.coffer.shell.Screen;
import io.coffer.shell.ShellProblem;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainId;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** Names the block after which a chain is read on. */
@Service
@Command(
        scope = "chain",
        name = "reset-cursor",
        description = "Read a halted or paused chain on after a block that its node has; nothing is credited twice")
public final class ResetCursorCommand extends NodeCommand {
    @Argument(name = "chain", required = true, description = "The chain as CAIP-2, such as devnet:main")
    @Completion(ChainCompleter.class)
    private String chain = "";

    @Argument(index = 1, name = "height", required = true, description = "Height of the block, not above the cursor")
    private long height;

    @Argument(index = 2, name = "hash", required = true, description = "Its hash, as the chain's node shows it")
    private String hash = "";

    @Option(
            name = "--take-back",
            description = "How many deposits and withdrawals that are final are taken back; the refusal tells")
    private int takeBack;

    @Option(
            name = "--shared",
            description = "Another node shows that the block belonged to the chain that was read; blocks below are not"
                    + " read again")
    private boolean shared;

    @Override
    protected void perform(Node node, Screen screen, Session session) throws Exception {
        if (height < 0) {
            throw new ShellProblem("height: is negative", "give the height of a block");
        }
        if (takeBack < 0) {
            throw new ShellProblem("take-back: is negative", "give the number that the refusal tells");
        }
        BlockRef block = new BlockRef(height, hash);
        ShellProblem.demand(
                node.require(Halts.class).resetCursor(new ChainId(chain), new Halts.Reset(block, takeBack, shared)));
        screen.print("Chain " + chain + " is read on after block " + block + ".");
    }
}
