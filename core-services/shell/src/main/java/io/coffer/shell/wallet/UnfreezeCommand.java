// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.wallet;

import io.coffer.api.node.Wallets;
import io.coffer.api.wallet.AccountId;
import io.coffer.shell.Node;
import io.coffer.shell.NodeCommand;
import io.coffer.shell.Screen;
import io.coffer.shell.ShellProblem;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** Ends the freeze of an account. */
@Service
@Command(scope = "wallet", name = "unfreeze", description = "End the freeze of an account, on your own responsibility")
public final class UnfreezeCommand extends NodeCommand {
    @Argument(name = "account", required = true, description = "Its id")
    private String account = "";

    @Argument(index = 1, name = "name", required = true, description = "Who decides this")
    private String name = "";

    @Argument(index = 2, name = "reason", required = true, description = "Why, in words; no personal data")
    private String reason = "";

    @Override
    protected void perform(Node node, Screen screen, Session session) throws Exception {
        AccountId unfrozen = ShellProblem.done(node.require(Wallets.class)
                .unfreezeAccount(node.newKey(), new AccountId(account), "operator:" + name, reason));
        screen.print("Account " + unfrozen + " is frozen no more.");
    }
}
