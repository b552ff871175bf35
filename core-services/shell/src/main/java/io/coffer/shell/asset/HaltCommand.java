// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.asset;

import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.OutboundHalt;
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

/** Stops what goes out of an asset. */
@Service
@Command(scope = "asset", name = "halt", description = "Send nothing of an asset on any network until asset:release")
public final class HaltCommand extends NodeCommand {
    @Argument(name = "asset", required = true, description = "Its code, such as BTC")
    @Completion(AssetCompleter.class)
    private String asset = "";

    @Argument(index = 1, name = "reason", required = true, description = "Why, in words; no personal data")
    private String reason = "";

    @Override
    protected void perform(Node node, Screen screen, Session session) throws Exception {
        OutboundHalt halt =
                ShellProblem.done(node.require(Wallets.class).haltOutbound(node.newKey(), new AssetId(asset), reason));
        screen.print("Nothing of " + halt.asset() + " is sent: " + halt.reason());
        screen.print("Requests are taken and wait. Next: asset:release " + halt.asset() + " NAME REASON");
    }
}
