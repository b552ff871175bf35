// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.wallet;

import io.coffer.api.node.Answer;
import io.coffer.api.node.Wallets;
import io.coffer.shell.ChainCompleter;
import io.coffer.shell.Node;
import io.coffer.shell.NodeCommand;
import io.coffer.shell.Screen;
import io.coffer.shell.ShellProblem;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** Gives a chain its keys. */
@Service
@Command(
        scope = "wallet",
        name = "enrol",
        description = "Take a chain's public keys from the unsealed vault; names its hot wallet")
public final class EnrolCommand extends NodeCommand {
    @Argument(name = "chain", required = true, description = "The chain as CAIP-2, such as devnet:main")
    @Completion(ChainCompleter.class)
    private String chain = "";

    @Override
    protected void perform(Node node, Screen screen, Session session) throws Exception {
        Answer<Address> answer = node.require(Wallets.class).enrol(new ChainId(chain));
        Address hot = ShellProblem.done(answer);
        boolean already = answer instanceof Answer.Done<Address> done && done.repeated();
        screen.print(
                already
                        ? chain + " is enrolled already; its hot wallet is " + hot
                        : "The hot wallet of " + chain + " is " + hot);
    }
}
