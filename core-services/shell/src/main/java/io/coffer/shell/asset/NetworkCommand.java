// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.asset;

import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.node.Chains;
import io.coffer.api.node.Wallets;
import io.coffer.shell.AssetCompleter;
import io.coffer.shell.Node;
import io.coffer.shell.NodeCommand;
import io.coffer.shell.Screen;
import io.coffer.shell.ShellProblem;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wire.Decimals;
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
        description = "List an asset on a network, or change its switches and minimum")
public final class NetworkCommand extends NodeCommand {
    private static final int UNKNOWN = -1;

    @Argument(name = "network-asset", required = true, description = "CAIP-19, such as eip155:1/slip44:60")
    private String networkAsset = "";

    @Argument(index = 1, name = "asset", required = true, description = "The ledger's asset")
    @Completion(AssetCompleter.class)
    private String asset = "";

    @Argument(
            index = 2,
            name = "decimals",
            description =
                    "Digits after the point there; needless for a chain's own coin and for what is listed already")
    private int decimals = UNKNOWN;

    @Option(name = "--minimum", description = "Deposits of less are kept but not credited; in decimals")
    private String minimum = "0";

    @Option(name = "--no-deposits", description = "Credit no deposits")
    private boolean noDeposits;

    @Option(name = "--no-withdrawals", description = "Take no withdrawals")
    private boolean noWithdrawals;

    @Override
    protected void perform(Node node, Screen screen, Session session) throws Exception {
        NetworkAsset network = network(node, new NetworkAssetId(networkAsset));
        Amount least = new Amount(network.id(), Decimals.units(minimum, network.decimals()));
        NetworkListing listing = ShellProblem.done(node.require(Wallets.class)
                .listOnNetwork(
                        node.newKey(),
                        new NetworkListing(network, new AssetId(asset), least, !noDeposits, !noWithdrawals)));
        screen.print(listing.ledgerAsset() + " is listed as " + listing.asset().id() + ", deposits "
                + (listing.deposits() ? "on" : "off") + ", withdrawals " + (listing.withdrawals() ? "on" : "off")
                + ".");
    }

    private NetworkAsset network(Node node, NetworkAssetId id) throws ShellProblem {
        if (decimals != UNKNOWN) {
            return new NetworkAsset(id, decimals);
        }
        Optional<NetworkAsset> listed =
                node.require(MoneyCore.class).read(state -> state.listing(id).map(NetworkListing::asset));
        return listed.or(() -> node.find(Chains.class)
                        .flatMap(chains -> chains.adapter(ChainId.of(id)))
                        .map(adapter -> adapter.descriptor().nativeAsset())
                        .filter(coin -> coin.id().equals(id)))
                .orElseThrow(
                        () -> new ShellProblem("decimals: are not known for " + id, "give them as the third argument"));
    }
}
