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
import io.coffer.shell.Node;
import io.coffer.shell.Screen;
import io.coffer.shell.ShellProblem;
import io.coffer.spi.asset.AssetDescriptor;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wire.Decimals;
import java.util.Optional;

/**
 * What an operator says of an asset on a network, and how it is listed by that.
 *
 * @param asset the ledger's code; empty for what is listed already, or what the plugin calls it
 * @param decimals digits after the point on the network, or {@link #UNKNOWN}
 * @param minimum of a deposit, in decimals
 */
record NetworkWish(
        NetworkAssetId id, String asset, int decimals, String minimum, boolean deposits, boolean withdrawals) {
    static final int UNKNOWN = -1;

    /** Lists it, or changes its switches and minimum, and says so. */
    void list(Node node, Screen screen) throws Exception {
        NetworkAsset network = network(node);
        Optional<NetworkListing> before = node.require(MoneyCore.class).read(state -> state.listing(id));
        AssetId ledgerAsset = ledgerAsset(node, network, before);
        Amount least = new Amount(network.id(), Decimals.units(minimum, network.decimals()));
        NetworkListing listing = ShellProblem.done(node.require(Wallets.class)
                .listOnNetwork(node.newKey(), new NetworkListing(network, ledgerAsset, least, deposits, withdrawals)));
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
        AssetId code = new AssetId(brought(node)
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
                    "if this is the same, name " + code
                            + " (asset:network: as the second argument; asset:token: by --asset),"
                            + " else add another with asset:add");
        }
        ShellProblem.done(node.require(Wallets.class).listAsset(node.newKey(), wanted));
        return code;
    }

    Optional<AssetDescriptor> brought(Node node) {
        return node.find(AssetCatalog.class)
                .flatMap(catalog -> catalog.brought().stream()
                        .filter(one -> one.asset().equals(id))
                        .findFirst())
                .flatMap(BroughtAsset::descriptor);
    }

    private NetworkAsset network(Node node) throws ShellProblem {
        if (decimals != UNKNOWN) {
            return new NetworkAsset(id, decimals);
        }
        Optional<NetworkAsset> listed =
                node.require(MoneyCore.class).read(state -> state.listing(id).map(NetworkListing::asset));
        return listed.or(() -> node.find(Chains.class)
                        .flatMap(chains -> chains.adapter(ChainId.of(id)))
                        .map(adapter -> adapter.descriptor().nativeAsset())
                        .filter(coin -> coin.id().equals(id)))
                .or(() -> brought(node).map(AssetDescriptor::asset))
                .orElseThrow(
                        () -> new ShellProblem("decimals: are not known for " + id, "give them as the third argument"));
    }
}
