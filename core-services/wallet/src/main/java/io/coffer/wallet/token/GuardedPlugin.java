// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.token;

import io.coffer.spi.asset.AssetDescriptor;
import io.coffer.spi.asset.AssetKind;
import io.coffer.spi.asset.AssetPlugin;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.adapter.AdapterCalls;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * An asset plugin behind a bulkhead of its own, and what it said when it came: its answers do not change while it is
 * registered. Any thread may call.
 */
final class GuardedPlugin implements AutoCloseable {
    /** The most assets of one plugin. */
    static final int MAX_ASSETS = 1_000;

    private static final int THREADS = 4;

    private final AssetPlugin plugin;
    private final String name;
    private final AdapterCalls calls;
    private final List<Brought> brought;

    /**
     * One asset of a plugin.
     *
     * @param problem what is wrong with it by itself; empty if nothing is
     */
    record Brought(
            NetworkAssetId id,
            String plugin,
            Optional<AssetDescriptor> descriptor,
            Optional<GuardedProtocol> protocol,
            Optional<String> problem) {}

    private GuardedPlugin(AssetPlugin plugin, String name, AdapterCalls calls, List<Brought> brought) {
        this.plugin = plugin;
        this.name = name;
        this.calls = calls;
        this.brought = List.copyOf(brought);
    }

    /**
     * Asks a plugin what it brings.
     *
     * @param name the bundle, for people
     * @param deadlineMs for all answers together, and for each call later
     * @throws ChainException if it does not even say which assets it brings
     */
    static GuardedPlugin open(AssetPlugin plugin, String name, long deadlineMs, InstantSource clock)
            throws ChainException {
        AdapterCalls calls = new AdapterCalls("coffer-asset-" + name, "plugin", THREADS, deadlineMs);
        try {
            List<Brought> brought = calls.call("assets", () -> interview(plugin, name, calls, clock));
            return new GuardedPlugin(plugin, name, calls, brought);
        } catch (ChainException failed) {
            calls.close();
            throw failed;
        }
    }

    boolean isOf(AssetPlugin other) {
        return plugin == other;
    }

    String name() {
        return name;
    }

    List<Brought> brought() {
        return brought;
    }

    @Override
    public void close() {
        brought.forEach(one -> one.protocol().ifPresent(GuardedProtocol::close));
        calls.close();
    }

    private static List<Brought> interview(AssetPlugin plugin, String name, AdapterCalls calls, InstantSource clock) {
        Set<NetworkAssetId> ids = new TreeSet<>(plugin.assets());
        if (ids.isEmpty() || ids.size() > MAX_ASSETS) {
            throw new IllegalArgumentException("assets: " + ids.size() + ", not 1.." + MAX_ASSETS);
        }
        List<Brought> brought = new ArrayList<>();
        for (NetworkAssetId id : ids) {
            try {
                brought.add(interview(plugin, id, name, calls, clock));
            } catch (RuntimeException broken) {
                String problem =
                        "the plugin fails with " + broken.getClass().getSimpleName() + " when it is asked for it";
                brought.add(new Brought(id, name, Optional.empty(), Optional.empty(), Optional.of(problem)));
            }
        }
        return brought;
    }

    private static Brought interview(
            AssetPlugin plugin, NetworkAssetId id, String name, AdapterCalls calls, InstantSource clock) {
        Optional<AssetDescriptor> descriptor = plugin.describe(id);
        if (descriptor.isEmpty() || !descriptor.get().asset().id().equals(id)) {
            String problem = "the plugin does not describe it, or describes another asset";
            return new Brought(id, name, Optional.empty(), Optional.empty(), Optional.of(problem));
        }
        Optional<TokenProtocol> protocol = plugin.protocol(id);
        boolean isToken = descriptor.get().kind() == AssetKind.TOKEN;
        if (!isToken || protocol.isEmpty()) {
            Optional<String> problem = isToken
                    ? Optional.of("the plugin does not say how it moves")
                    : protocol.map(unfit -> "the plugin says how it moves, though it is no token");
            return new Brought(id, name, descriptor, Optional.empty(), problem);
        }
        TokenProtocol asked = protocol.get();
        GuardedProtocol.Facts facts = new GuardedProtocol.Facts(asked.token(), asked.contract(), asked.creditRule());
        Optional<String> lie = lie(descriptor.get(), facts);
        return new Brought(
                id,
                name,
                descriptor,
                lie.isPresent() ? Optional.empty() : Optional.of(new GuardedProtocol(facts, asked, calls, clock)),
                lie);
    }

    /** In what the plugin contradicts itself. */
    private static Optional<String> lie(AssetDescriptor descriptor, GuardedProtocol.Facts facts) {
        NetworkAssetId id = descriptor.asset().id();
        if (!facts.token().equals(descriptor)) {
            return Optional.of("its protocol is of another asset: " + facts.token());
        }
        if (!facts.contract().chain().equals(ChainId.of(id))) {
            return Optional.of(
                    "its contract is on another chain: " + facts.contract().chain());
        }
        String named = id.caip19().substring(id.caip19().lastIndexOf(':') + 1);
        return named.equals(facts.contract().text())
                ? Optional.empty()
                : Optional.of("its protocol is of another contract: " + facts.contract());
    }
}
