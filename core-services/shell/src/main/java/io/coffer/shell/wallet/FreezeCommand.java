// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.wallet;

import io.coffer.api.node.Wallets;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.FrozenAccount;
import io.coffer.shell.Node;
import io.coffer.shell.NodeCommand;
import io.coffer.shell.Screen;
import io.coffer.shell.ShellProblem;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** Freezes an account. */
@Service
@Command(scope = "wallet", name = "freeze", description = "Let nothing leave an account until wallet:unfreeze")
public final class FreezeCommand extends NodeCommand {
    @Argument(name = "account", required = true, description = "Its id")
    private String account = "";

    @Argument(index = 1, name = "reason", required = true, description = "Why, in words; no personal data")
    private String reason = "";

    @Override
    protected void perform(Node node, Screen screen, Session session) throws Exception {
        FrozenAccount frozen = ShellProblem.done(
                node.require(Wallets.class).freezeAccount(node.newKey(), new AccountId(account), reason));
        screen.print("Nothing leaves account " + frozen.account() + ": " + frozen.reason());
    }
}
