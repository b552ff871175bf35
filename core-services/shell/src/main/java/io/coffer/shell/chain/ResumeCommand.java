// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.chain;

import io.coffer.api.node.Chains;
import io.coffer.api.node.Halts;
import io.coffer.api.node.Halts.Halt;
import io.coffer.shell.ChainCompleter;
import io.coffer.shell.Node;
import io.coffer.shell.NodeCommand;
import io.coffer.shell.Screen;
import io.coffer.shell.ShellProblem;
import io.coffer.spi.chain.ChainId;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** Lets a chain go on. */
@Service
@Command(scope = "chain", name = "resume", description = "Go on after a pause, or past a halt that you have judged")
public final class ResumeCommand extends NodeCommand {
    @Argument(name = "chain", required = true, description = "The chain as CAIP-2, such as devnet:main")
    @Completion(ChainCompleter.class)
    private String chain = "";

    @Option(name = "--halt", description = "Id of the halt that you have judged, as chain:show names it")
    private String halt = "";

    @Override
    protected void perform(Node node, Screen screen, Session session) throws Exception {
        ChainId id = new ChainId(chain);
        Optional<Halts> halts = node.find(Halts.class);
        Optional<Halt> standing = halts.flatMap(found -> found.halt(id));
        if (!halt.isEmpty()) {
            ShellProblem.demand(node.require(Halts.class).acknowledge(id, halt));
        } else if (standing.isPresent()) {
            throw new ShellProblem(
                    "halt: " + chain + " is halted (" + standing.get().id() + ", "
                            + standing.get().kind() + "): " + standing.get().message(),
                    "judge it, then chain:resume --halt " + standing.get().id() + " " + chain);
        }
        if (!node.require(Chains.class).resume(id)) {
            throw ShellProblem.unknown("chain", chain);
        }
        screen.print("Chain " + chain + " is resumed.");
    }
}
