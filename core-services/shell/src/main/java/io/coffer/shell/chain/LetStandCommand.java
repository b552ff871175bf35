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

/** Goes on past a withdrawal whose end the books refuse to take back for good. */
@Service
@Command(
        scope = "chain",
        name = "let-stand",
        description =
                "Go on although the end of the withdrawal that the chain is halted for cannot be taken back, on your own"
                        + " responsibility; it is kept with name and reason")
public final class LetStandCommand extends NodeCommand {
    private static final int MAX_REASON_LENGTH = 200;

    @Argument(name = "chain", required = true, description = "The chain as CAIP-2, such as devnet:main")
    @Completion(ChainCompleter.class)
    private String chain = "";

    @Argument(index = 1, name = "halt", required = true, description = "Id of the halt, as chain:show names it")
    private String halt = "";

    @Argument(index = 2, name = "name", required = true, description = "Who decides this")
    private String name = "";

    @Argument(index = 3, name = "reason", required = true, description = "Why, in words; no personal data")
    private String reason = "";

    @Override
    protected void perform(Node node, Screen screen, Session session) throws Exception {
        if (reason.length() > MAX_REASON_LENGTH || name.length() > MAX_REASON_LENGTH) {
            throw new ShellProblem(
                    "name, reason: one is longer than " + MAX_REASON_LENGTH + " characters", "shorten it");
        }
        if (name.isBlank()) {
            throw new ShellProblem("name: is blank", "say who decides this");
        }
        ShellProblem.demand(node.require(Halts.class).letStand(new ChainId(chain), halt, "operator:" + name, reason));
        screen.print(
                "Chain " + chain + " goes on. What could be taken back was; else the withdrawal's end stands and its"
                        + " asset is halted: compare the books with the chain before asset:release.");
    }
}
