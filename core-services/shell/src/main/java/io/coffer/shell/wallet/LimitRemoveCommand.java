// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.wallet;

import io.coffer.api.node.Wallets;
import io.coffer.api.wallet.LimitRuleId;
import io.coffer.shell.Node;
import io.coffer.shell.NodeCommand;
import io.coffer.shell.RuleCompleter;
import io.coffer.shell.Screen;
import io.coffer.shell.ShellProblem;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** Removes a rule that allowed withdrawals. */
@Service
@Command(
        scope = "wallet",
        name = "limit-remove",
        description = "Remove a limit rule; an asset without any is not withdrawn")
public final class LimitRemoveCommand extends NodeCommand {
    @Argument(name = "rule", required = true, description = "The rule's id")
    @Completion(RuleCompleter.class)
    private String rule = "";

    @Override
    protected void perform(Node node, Screen screen, Session session) throws Exception {
        LimitRuleId removed =
                ShellProblem.done(node.require(Wallets.class).removeLimit(node.newKey(), new LimitRuleId(rule)));
        screen.print("Rule " + removed + " is removed.");
    }
}
