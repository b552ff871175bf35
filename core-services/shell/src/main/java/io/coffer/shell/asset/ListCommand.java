// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.asset;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.MoneyCore;
import io.coffer.shell.Node;
import io.coffer.shell.ReadCommand;
import io.coffer.wire.Decimals;
import io.coffer.wire.Json;
import io.coffer.wire.WireViews;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** What is listed. */
@Service
@Command(scope = "asset", name = "list", description = "Ledger assets and the networks that each is listed on")
public final class ListCommand extends ReadCommand {
    private record Found(List<Asset> assets, List<NetworkListing> listings, Json json) {}

    @Override
    protected Finding find(Node node) throws Exception {
        Found found = node.require(MoneyCore.class)
                .read(state -> new Found(
                        state.assets(),
                        state.listings(),
                        items(state.assets().stream()
                                .map(new WireViews(state)::asset)
                                .toList())));
        return finding(found.json, screen -> {
            var table = screen.table("Asset", "Decimals", "Network asset", "Decimals there", "Minimum", "In", "Out");
            for (Asset asset : found.assets) {
                List<NetworkListing> own = found.listings.stream()
                        .filter(listing -> listing.ledgerAsset().equals(asset.id()))
                        .toList();
                if (own.isEmpty()) {
                    table.row(asset.id(), asset.decimals(), "-", "-", "-", "-", "-");
                }
                for (NetworkListing listing : own) {
                    int decimals = listing.asset().decimals();
                    table.row(
                            asset.id(),
                            asset.decimals(),
                            listing.asset().id(),
                            decimals,
                            Decimals.text(listing.minimumDeposit().units(), decimals),
                            listing.deposits() ? "yes" : "no",
                            listing.withdrawals() ? "yes" : "no");
                }
            }
            table.print();
        });
    }
}
