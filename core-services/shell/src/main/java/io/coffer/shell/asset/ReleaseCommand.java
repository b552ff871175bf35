// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.asset;

import io.coffer.api.asset.AssetId;
import io.coffer.api.node.Wallets;
import io.coffer.shell.AssetCompleter;
import io.coffer.shell.Node;
import io.coffer.shell.NodeCommand;
import io.coffer.shell.Screen;
import io.coffer.shell.ShellProblem;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** Lets a halted asset be sent again. */
@Service
@Command(scope = "asset", name = "release", description = "Send a halted asset again, on your own responsibility")
public final class ReleaseCommand extends NodeCommand {
    @Argument(name = "asset", required = true, description = "Its code, such as BTC")
    @Completion(AssetCompleter.class)
    private String asset = "";

    @Argument(index = 1, name = "name", required = true, description = "Who decides this")
    private String name = "";

    @Argument(index = 2, name = "reason", required = true, description = "Why, in words; no personal data")
    private String reason = "";

    @Override
    protected void perform(Node node, Screen screen, Session session) throws Exception {
        AssetId released = ShellProblem.done(node.require(Wallets.class)
                .releaseOutbound(node.newKey(), new AssetId(asset), "operator:" + name, reason));
        screen.print(released + " is sent again.");
    }
}
