// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.asset;

import io.coffer.shell.AssetCompleter;
import io.coffer.shell.BroughtAssetCompleter;
import io.coffer.shell.Node;
import io.coffer.shell.NodeCommand;
import io.coffer.shell.Screen;
import io.coffer.shell.ShellProblem;
import io.coffer.spi.money.NetworkAssetId;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** Lists an asset on a network, or changes the switches and minimum of one. */
@Service
@Command(
        scope = "asset",
        name = "network",
        description = "List an asset on a network, or change those of its switches and minimum that are named")
public final class NetworkCommand extends NodeCommand {
    @Argument(name = "network-asset", required = true, description = "CAIP-19, such as eip155:1/slip44:60")
    @Completion(BroughtAssetCompleter.class)
    private String networkAsset = "";

    @Argument(
            index = 1,
            name = "asset",
            description = "The ledger's asset; needless for what a plugin brings under a code that is not taken")
    @Completion(AssetCompleter.class)
    private String asset = "";

    @Argument(
            index = 2,
            name = "decimals",
            description =
                    "Digits after the point there; needless for a chain's own coin, for what a plugin brings and for what is"
                            + " listed already")
    private int decimals = NetworkWish.UNKNOWN;

    @Option(
            name = "--minimum",
            description = "Deposits of less are kept but not credited; in decimals. 0 for what is new")
    private String minimum = "";

    @Option(name = "--deposits", description = "Credit deposits, as for what is new")
    private boolean deposits;

    @Option(name = "--no-deposits", description = "Credit no deposits")
    private boolean noDeposits;

    @Option(name = "--withdrawals", description = "Take withdrawals, as for what is new")
    private boolean withdrawals;

    @Option(name = "--no-withdrawals", description = "Take no withdrawals")
    private boolean noWithdrawals;

    @Override
    protected void perform(Node node, Screen screen, Session session) throws Exception {
        NetworkWish.Terms terms = new NetworkWish.Terms(
                Optional.of(minimum).filter(said -> !said.isEmpty()),
                turned("deposits", deposits, noDeposits),
                turned("withdrawals", withdrawals, noWithdrawals));
        new NetworkWish(new NetworkAssetId(networkAsset), asset, decimals, terms).list(node, screen);
    }

    /** Empty if neither was said. */
    private static Optional<Boolean> turned(String what, boolean on, boolean off) throws ShellProblem {
        if (on && off) {
            throw new ShellProblem("--" + what + ": contradicts --no-" + what, "name one of them");
        }
        return on || off ? Optional.of(on) : Optional.empty();
    }
}
