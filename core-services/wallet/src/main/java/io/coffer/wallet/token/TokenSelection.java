// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.token;

import io.coffer.api.asset.NetworkListing;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.token.GuardedPlugin.Brought;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which protocols a chain is to be read with, and why not the others.
 *
 * @param usable of listed tokens, by listing
 * @param problems of listed tokens that cannot be used, in words
 */
record TokenSelection(List<GuardedProtocol> usable, Map<NetworkAssetId, String> problems) {
    /** How CAIP-19 writes the coins of chains; whatever else lives on a chain that is read is a token. */
    private static final String COIN = "/slip44:";

    static boolean isToken(NetworkAssetId asset) {
        return !asset.caip19().contains(COIN);
    }

    /** @param listings of one chain */
    static TokenSelection of(List<NetworkListing> listings, AssetPlugins plugins) {
        List<GuardedProtocol> usable = new ArrayList<>();
        Map<NetworkAssetId, String> problems = new LinkedHashMap<>();
        Set<String> contracts = new HashSet<>();
        for (NetworkListing listing : listings) {
            NetworkAssetId id = listing.asset().id();
            Optional<Brought> brought = plugins.first(id);
            Optional<GuardedProtocol> protocol = brought.flatMap(Brought::protocol);
            Optional<String> problem = brought.isEmpty()
                    ? Optional.of("no plugin brings it")
                    : brought.get().problem().or(() -> objection(brought.get(), Optional.of(listing)));
            if (problem.isEmpty() && protocol.isPresent()) {
                problem = contracts.add(protocol.get().contract().text())
                        ? Optional.empty()
                        : Optional.of("another listed token has the same contract");
            }
            if (problem.isEmpty() && protocol.isPresent()) {
                usable.add(protocol.get());
            } else {
                problems.put(id, problem.orElse("its plugin does not say how it moves"));
            }
        }
        return new TokenSelection(List.copyOf(usable), problems);
    }

    /** What the listing has against a token that is brought, or its rest. */
    static Optional<String> objection(Brought brought, Optional<NetworkListing> listing) {
        if (!isToken(brought.id())) {
            return Optional.empty();
        }
        if (brought.protocol().isEmpty()) {
            return Optional.of("the plugin says that it is no token");
        }
        int decimals = brought.protocol().get().token().asset().decimals();
        if (listing.isPresent() && listing.get().asset().decimals() != decimals) {
            return Optional.of("the plugin says that it has " + decimals + " decimals, it is listed with "
                    + listing.get().asset().decimals());
        }
        return brought.protocol().get().resting();
    }
}
