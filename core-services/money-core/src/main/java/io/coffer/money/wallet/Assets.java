// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.AssetCommand;
import io.coffer.api.core.Event;
import io.coffer.money.codec.BinaryIn;
import io.coffer.money.codec.BinaryOut;
import io.coffer.money.codec.Values;
import io.coffer.money.rules.Outcome;
import io.coffer.money.rules.RefusalCode;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.NetworkAssetId;
import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** What is listed. A listing is never taken away, only switched off, so that what it decided stays decided. */
public final class Assets {
    private static final String NATIVE = "/slip44:";

    private final NavigableMap<AssetId, Asset> assets = new TreeMap<>();
    private final NavigableMap<NetworkAssetId, NetworkListing> listings = new TreeMap<>();

    public Outcome apply(AssetCommand command, Turn turn) {
        if (command instanceof AssetCommand.ListAsset list) {
            return list(list.asset(), turn);
        } else if (command instanceof AssetCommand.ListOnNetwork list) {
            return list(list.listing(), turn);
        }
        throw new IllegalStateException("no rule for " + command.getClass().getName());
    }

    private Outcome list(Asset asset, Turn turn) {
        Asset known = assets.get(asset.id());
        if (known == null) {
            assets.put(asset.id(), asset);
            turn.note(new Event.AssetListed(asset));
        } else if (known.decimals() != asset.decimals()) {
            return RefusalCode.ASSET_DECIMALS_PINNED.refuse(
                    asset.id() + " has " + known.decimals() + " decimals since it was listed, not " + asset.decimals(),
                    "list another id");
        }
        return Outcome.DONE;
    }

    private Outcome list(NetworkListing listing, Turn turn) {
        if (!assets.containsKey(listing.ledgerAsset())) {
            return RefusalCode.ASSET_UNKNOWN.refuse(
                    listing.ledgerAsset() + " is not listed", "list the ledger asset first");
        }
        NetworkListing known = listings.get(listing.asset().id());
        if (known != null && !known.asset().equals(listing.asset())) {
            return RefusalCode.ASSET_LISTING_PINNED.refuse(
                    listing.asset().id() + " has " + known.asset().decimals() + " decimals since it was listed, not "
                            + listing.asset().decimals(),
                    "stop deposits and withdrawals of this asset and find out why it changed");
        }
        if (known != null && !known.ledgerAsset().equals(listing.ledgerAsset())) {
            return RefusalCode.ASSET_LISTING_PINNED.refuse(
                    listing.asset().id() + " is " + known.ledgerAsset() + " since it was listed, not "
                            + listing.ledgerAsset(),
                    "list it under the same ledger asset");
        }
        if (!listing.equals(known)) {
            listings.put(listing.asset().id(), listing);
            turn.note(new Event.NetworkListed(listing));
        }
        return Outcome.DONE;
    }

    public Optional<Asset> asset(AssetId id) {
        return Optional.ofNullable(assets.get(id));
    }

    public List<Asset> assets() {
        return List.copyOf(assets.values());
    }

    public Optional<NetworkListing> listing(NetworkAssetId id) {
        return Optional.ofNullable(listings.get(id));
    }

    public List<NetworkListing> listings() {
        return List.copyOf(listings.values());
    }

    /** The listed coin of a chain: the one that CAIP-19 writes with its SLIP-44 number. */
    public Optional<NetworkListing> nativeListing(ChainId chain) {
        String prefix = chain.caip2() + NATIVE;
        return listings.values().stream()
                .filter(listing -> listing.asset().id().caip19().startsWith(prefix))
                .findFirst();
    }

    /** How the units of a listing become the ledger's. */
    Conversion conversion(NetworkListing listing) {
        Asset asset = assets.get(listing.ledgerAsset());
        if (asset == null) {
            throw new IllegalStateException(listing.ledgerAsset() + " is not listed but has a network");
        }
        return new Conversion(listing.asset().decimals(), asset.decimals());
    }

    public void writeTo(BinaryOut out) {
        out.count(assets.size());
        assets.values().forEach(asset -> Values.write(out, asset));
        out.count(listings.size());
        listings.values().forEach(listing -> Values.write(out, listing));
    }

    public void readFrom(BinaryIn in) throws IOException {
        int assetCount = in.count(Integer.MAX_VALUE);
        for (int i = 0; i < assetCount; i++) {
            Asset asset = Values.asset(in);
            assets.put(asset.id(), asset);
        }
        int listingCount = in.count(Integer.MAX_VALUE);
        for (int i = 0; i < listingCount; i++) {
            NetworkListing listing = Values.networkListing(in);
            listings.put(listing.asset().id(), listing);
        }
    }
}
