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

/** Lets a chain go on. */
@Service
@Command(scope = "chain", name = "resume", description = "Go on after a pause, or after a stop that you have judged")
public final class ResumeCommand extends NodeCommand {
    @Argument(name = "chain", required = true, description = "The chain as CAIP-2, such as devnet:main")
    @Completion(ChainCompleter.class)
    private String chain = "";

    @Override
    protected void perform(Node node, Screen screen, Session session) throws Exception {
        if (!node.require(Chains.class).resume(new ChainId(chain))) {
            throw ShellProblem.unknown("chain", chain);
        }
        screen.print("Chain " + chain + " is resumed.");
    }
}
