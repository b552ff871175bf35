// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.token;

import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.node.AssetCatalog;
import io.coffer.api.node.BroughtAsset;
import io.coffer.spi.asset.AssetPlugin;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.token.GuardedPlugin.Brought;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The asset plugins that are there, in the order in which they came. Any thread may call. */
public final class AssetPlugins implements AssetCatalog, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AssetPlugins.class);

    private final MoneyCore core;
    private final InstantSource clock;
    private final long deadlineMs;
    private final List<GuardedPlugin> plugins = new ArrayList<>();
    /** Those that could not be asked, with the reason. */
    private final Map<AssetPlugin, String> leftAside = new LinkedHashMap<>();

    /**
     * Begins with none.
     *
     * @param adapterDeadlineMs what an adapter has for a call. A plugin is called in the middle of one and has half of
     *     that, so that it is the plugin that is found to be late
     */
    public AssetPlugins(MoneyCore core, InstantSource clock, long adapterDeadlineMs) {
        this.core = core;
        this.clock = clock;
        this.deadlineMs = Math.max(1, adapterDeadlineMs / 2);
    }

    /** Takes a plugin in. One that does not say what it brings is left aside. */
    public void arrived(AssetPlugin plugin, String name) {
        try {
            GuardedPlugin guarded = GuardedPlugin.open(plugin, name, deadlineMs, clock);
            synchronized (this) {
                plugins.add(guarded);
            }
            LOG.info(
                    "{} brings {}",
                    name,
                    guarded.brought().stream().map(Brought::id).toList());
        } catch (ChainException failed) {
            LOG.error("{} brings nothing that can be used: {}", name, failed.getMessage());
            synchronized (this) {
                leftAside.put(plugin, name + ": " + failed.getMessage());
            }
        }
    }

    /** Lets a plugin go. What it is doing is interrupted. */
    public void left(AssetPlugin gone) {
        List<GuardedPlugin> leaving = new ArrayList<>();
        synchronized (this) {
            leftAside.keySet().removeIf(plugin -> plugin == gone);
            plugins.removeIf(plugin -> plugin.isOf(gone) && leaving.add(plugin));
        }
        leaving.forEach(GuardedPlugin::close);
        leaving.forEach(plugin -> LOG.info("{} left", plugin.name()));
    }

    /** What is brought of an asset: the first one counts. */
    public Optional<GuardedProtocol> protocol(NetworkAssetId asset) {
        return first(asset).flatMap(Brought::protocol);
    }

    synchronized Optional<Brought> first(NetworkAssetId asset) {
        return plugins.stream()
                .flatMap(plugin -> plugin.brought().stream())
                .filter(one -> one.id().equals(asset))
                .findFirst();
    }

    /** Who brings an asset beside the first, in words. */
    synchronized Optional<String> rivals(NetworkAssetId asset) {
        List<String> names = plugins.stream()
                .filter(plugin ->
                        plugin.brought().stream().anyMatch(one -> one.id().equals(asset)))
                .map(GuardedPlugin::name)
                .toList();
        return names.size() < 2
                ? Optional.empty()
                : Optional.of("is brought by " + String.join(" and ", names) + ": the first is used");
    }

    @Override
    public List<BroughtAsset> brought() {
        List<Brought> all;
        synchronized (this) {
            all = plugins.stream()
                    .flatMap(plugin -> plugin.brought().stream())
                    .sorted(Comparator.comparing(Brought::id))
                    .toList();
        }
        List<BroughtAsset> shown = new ArrayList<>();
        Map<NetworkAssetId, String> first = new HashMap<>();
        for (Brought one : all) {
            Optional<NetworkListing> listing = core.read(state -> state.listing(one.id()));
            Optional<String> second = Optional.ofNullable(first.putIfAbsent(one.id(), one.plugin()))
                    .map(before -> before + " brings it, too, and came first");
            Optional<String> problem = one.problem().or(() -> second).or(() -> TokenSelection.objection(one, listing));
            shown.add(new BroughtAsset(one.id(), one.plugin(), one.descriptor(), listing.isPresent(), problem));
        }
        return shown;
    }

    @Override
    public synchronized List<String> leftAside() {
        return List.copyOf(leftAside.values());
    }

    @Override
    public void close() {
        List<GuardedPlugin> leaving;
        synchronized (this) {
            leaving = List.copyOf(plugins);
            plugins.clear();
        }
        leaving.forEach(GuardedPlugin::close);
    }
}
