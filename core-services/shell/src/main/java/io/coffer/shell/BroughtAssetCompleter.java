// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.node.AssetCatalog;
import java.util.List;
import java.util.TreeSet;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Completes network assets: those that plugins bring, and those that are listed. */
@Service
public final class BroughtAssetCompleter extends NodeCompleter {
    @Override
    List<String> candidates(Node node) {
        TreeSet<String> found = new TreeSet<>();
        node.find(AssetCatalog.class)
                .ifPresent(catalog ->
                        catalog.brought().forEach(one -> found.add(one.asset().caip19())));
        node.find(MoneyCore.class)
                .ifPresent(core -> found.addAll(core.<List<String>>read(state -> state.listings().stream()
                        .map(listing -> listing.asset().id().caip19())
                        .toList())));
        return List.copyOf(found);
    }
}
