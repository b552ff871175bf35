// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.asset;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.AssetId;
import io.coffer.api.node.Wallets;
import io.coffer.shell.Node;
import io.coffer.shell.NodeCommand;
import io.coffer.shell.Screen;
import io.coffer.shell.ShellProblem;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** Lists an asset of the ledger. */
@Service
@Command(scope = "asset", name = "add", description = "List an asset of the ledger; its decimals never change again")
public final class AddCommand extends NodeCommand {
    @Argument(name = "asset", required = true, description = "Its code, such as BTC")
    private String asset = "";

    @Argument(index = 1, name = "decimals", required = true, description = "Digits after the point, 0 to 18")
    private int decimals;

    @Override
    protected void perform(Node node, Screen screen, Session session) throws Exception {
        Asset listed = ShellProblem.done(
                node.require(Wallets.class).listAsset(node.newKey(), new Asset(new AssetId(asset), decimals)));
        screen.print("Asset " + listed.id() + " is listed with " + listed.decimals() + " decimals.");
        screen.print("Next: asset:network, for each network that it lives on.");
    }
}
