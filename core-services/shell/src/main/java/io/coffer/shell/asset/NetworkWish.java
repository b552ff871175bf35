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
import io.coffer.wire.MalformedAmountException;
import java.util.Optional;

/**
 * What an operator says of an asset on a network, and how it is listed by that.
 *
 * @param asset the ledger's code; empty for what is listed already, or what the plugin calls it
 * @param decimals digits after the point on the network, or {@link #UNKNOWN}
 */
record NetworkWish(NetworkAssetId id, String asset, int decimals, Terms terms) {
    static final int UNKNOWN = -1;

    /**
     * What was said of switches and minimum. What was not stays as it is; of what is new it is on, and the minimum 0.
     *
     * @param minimum of a deposit, in decimals
     */
    record Terms(Optional<String> minimum, Optional<Boolean> deposits, Optional<Boolean> withdrawals) {
        private NetworkListing of(NetworkAsset network, AssetId ledgerAsset, Optional<NetworkListing> before)
                throws MalformedAmountException {
            Amount least = minimum.isPresent()
                    ? new Amount(network.id(), Decimals.units(minimum.get(), network.decimals()))
                    : before.map(NetworkListing::minimumDeposit).orElse(Amount.zero(network.id()));
            return new NetworkListing(
                    network,
                    ledgerAsset,
                    least,
                    deposits.or(() -> before.map(NetworkListing::deposits)).orElse(true),
                    withdrawals
                            .or(() -> before.map(NetworkListing::withdrawals))
                            .orElse(true));
        }
    }

    /** Lists it, or changes its switches and minimum, and says so. */
    void list(Node node, Screen screen) throws Exception {
        NetworkAsset network = network(node);
        Optional<NetworkListing> before = node.require(MoneyCore.class).read(state -> state.listing(id));
        Optional<Asset> fresh =
                asset.isEmpty() && before.isEmpty() ? Optional.of(fresh(node, network)) : Optional.empty();
        AssetId ledgerAsset = fresh.map(Asset::id)
                .or(() -> before.filter(known -> asset.isEmpty()).map(NetworkListing::ledgerAsset))
                .orElseGet(() -> new AssetId(asset));
        NetworkListing wanted = terms.of(network, ledgerAsset, before);
        Wallets wallets = node.require(Wallets.class);
        if (fresh.isPresent()) {
            // Its decimals never change again, so plugin and contract are asked first.
            ShellProblem.demand(wallets.listingRefusal(wanted));
            ShellProblem.done(wallets.listAsset(node.newKey(), fresh.get()));
        }
        say(ShellProblem.done(wallets.listOnNetwork(node.newKey(), wanted)), before, screen);
    }

    private static void say(NetworkListing listing, Optional<NetworkListing> before, Screen screen) {
        NetworkAsset network = listing.asset();
        screen.print(listing.ledgerAsset() + " is listed as " + network.id() + ", deposits "
                + (listing.deposits() ? "on" : "off") + ", withdrawals " + (listing.withdrawals() ? "on" : "off")
                + ", minimum deposit "
                + Decimals.text(listing.minimumDeposit().units(), network.decimals()) + ".");
        if (listing.deposits() && before.filter(NetworkListing::deposits).isEmpty()) {
            screen.print("Deposits are looked for from the next block on. Earlier ones: chain:rescan "
                    + network.id().chain() + " HEIGHT.");
        }
    }

    /** The ledger asset that the plugin's word stands for. Under its code nothing else may be listed. */
    private Asset fresh(Node node, NetworkAsset network) throws ShellProblem {
        AssetId code = new AssetId(brought(node)
                .orElseThrow(() -> new ShellProblem(
                        "asset: no plugin says what " + network.id() + " is called",
                        "name the ledger's asset as the second argument"))
                .symbol());
        Asset wanted = new Asset(code, Math.min(network.decimals(), Asset.MAX_DECIMALS));
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
        return wanted;
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
