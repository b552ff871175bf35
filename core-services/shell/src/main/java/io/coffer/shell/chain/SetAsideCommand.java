// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.chain;

import io.coffer.api.node.Halts;
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

/** Passes the one sighting of a deposit that a chain is halted for. */
@Service
@Command(
        scope = "chain",
        name = "set-aside",
        description =
                "Go on without crediting the one transfer that the chain is halted for; it is kept with the reason")
public final class SetAsideCommand extends NodeCommand {
    private static final int MAX_REASON_LENGTH = 200;

    @Argument(name = "chain", required = true, description = "The chain as CAIP-2, such as devnet:main")
    @Completion(ChainCompleter.class)
    private String chain = "";

    @Argument(index = 1, name = "halt", required = true, description = "Id of the halt, as chain:show names it")
    private String halt = "";

    @Argument(index = 2, name = "reason", required = true, description = "Why, in words; no personal data")
    private String reason = "";

    @Override
    protected void perform(Node node, Screen screen, Session session) throws Exception {
        if (reason.length() > MAX_REASON_LENGTH) {
            throw new ShellProblem("reason: is longer than " + MAX_REASON_LENGTH + " characters", "shorten it");
        }
        ShellProblem.demand(node.require(Halts.class).setAside(new ChainId(chain), halt, reason));
        screen.print("Set aside and not credited; chain " + chain + " goes on. chain:show " + chain + " lists it.");
    }
}
