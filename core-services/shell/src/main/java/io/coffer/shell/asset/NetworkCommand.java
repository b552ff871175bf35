// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.asset;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.node.AssetCatalog;
import io.coffer.api.node.BroughtAsset;
import io.coffer.api.node.Chains;
import io.coffer.api.node.Wallets;
import io.coffer.shell.AssetCompleter;
import io.coffer.shell.BroughtAssetCompleter;
import io.coffer.shell.Node;
import io.coffer.shell.NodeCommand;
import io.coffer.shell.Screen;
import io.coffer.shell.ShellProblem;
import io.coffer.spi.asset.AssetDescriptor;
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
    private int decimals = UNKNOWN;

    @Option(name = "--minimum", description = "Deposits of less are kept but not credited; in decimals")
    private String minimum = "0";

    @Option(name = "--no-deposits", description = "Credit no deposits")
    private boolean noDeposits;

    @Option(name = "--no-withdrawals", description = "Take no withdrawals")
    private boolean noWithdrawals;

    @Override
    protected void perform(Node node, Screen screen, Session session) throws Exception {
        NetworkAssetId id = new NetworkAssetId(networkAsset);
        NetworkAsset network = network(node, id);
        Optional<NetworkListing> before = node.require(MoneyCore.class).read(state -> state.listing(id));
        AssetId ledgerAsset = ledgerAsset(node, network, before);
        Amount least = new Amount(network.id(), Decimals.units(minimum, network.decimals()));
        NetworkListing listing = ShellProblem.done(node.require(Wallets.class)
                .listOnNetwork(
                        node.newKey(), new NetworkListing(network, ledgerAsset, least, !noDeposits, !noWithdrawals)));
        screen.print(listing.ledgerAsset() + " is listed as " + listing.asset().id() + ", deposits "
                + (listing.deposits() ? "on" : "off") + ", withdrawals " + (listing.withdrawals() ? "on" : "off")
                + ".");
        if (listing.deposits() && before.filter(NetworkListing::deposits).isEmpty()) {
            screen.print("Deposits are looked for from the next block on. Earlier ones: chain:rescan "
                    + network.id().chain() + " HEIGHT.");
        }
    }

    /** As given, as listed, or what the plugin calls it; under that code nothing else may be listed. */
    private AssetId ledgerAsset(Node node, NetworkAsset network, Optional<NetworkListing> before) throws Exception {
        if (!asset.isEmpty()) {
            return new AssetId(asset);
        }
        if (before.isPresent()) {
            return before.get().ledgerAsset();
        }
        AssetId code = new AssetId(brought(node, network.id())
                .orElseThrow(() -> new ShellProblem(
                        "asset: no plugin says what " + network.id() + " is called",
                        "name the ledger's asset as the second argument"))
                .symbol());
        int kept = Math.min(network.decimals(), Asset.MAX_DECIMALS);
        Asset wanted = new Asset(code, kept);
        boolean isTaken = node.require(MoneyCore.class)
                .read(state -> state.asset(code)
                        .filter(known -> !known.equals(wanted)
                                || state.listings().stream()
                                        .anyMatch(
                                                listing -> listing.ledgerAsset().equals(code)))
                        .isPresent());
        if (isTaken) {
            throw new ShellProblem(
                    "asset: the ledger has a " + code + " already",
                    "if this is the same, name " + code + " as the second argument, else add another with asset:add");
        }
        ShellProblem.done(node.require(Wallets.class).listAsset(node.newKey(), wanted));
        return code;
    }

    private static Optional<AssetDescriptor> brought(Node node, NetworkAssetId id) {
        return node.find(AssetCatalog.class)
                .flatMap(catalog -> catalog.brought().stream()
                        .filter(one -> one.asset().equals(id))
                        .findFirst())
                .flatMap(BroughtAsset::descriptor);
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
                .or(() -> brought(node, id).map(AssetDescriptor::asset))
                .orElseThrow(
                        () -> new ShellProblem("decimals: are not known for " + id, "give them as the third argument"));
    }
}
