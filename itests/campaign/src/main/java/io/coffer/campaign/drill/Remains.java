// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.drill;

import io.coffer.campaign.World;
import io.coffer.campaign.process.JvmProbe;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is left of plugins in the node's JVM after their bundles have come and gone. */
final class Remains {
    /** Class loaders that a plugin at work has. */
    static final int LOADERS = 1;

    private static final long COLLECT_LIMIT_MS = 60_000;

    private final JvmProbe probe;
    private final List<Plugin> plugins;

    Remains(World world, List<Plugin> plugins) throws IOException {
        this.probe = new JvmProbe(world.node().processId());
        this.plugins = List.copyOf(plugins);
    }

    /**
     * How many class loaders are left of the plugin that is worst off: the most, or 0 if one has none, which was not
     * measured then. A client's own thread ends only after a collection or two.
     */
    int worstLoaders() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + COLLECT_LIMIT_MS * 1_000_000;
        Map<String, Integer> left = new TreeMap<>();
        do {
            probe.collect();
            for (Plugin plugin : plugins) {
                left.put(plugin.name(), probe.loadersOf(plugin.marker()));
            }
        } while (Collections.max(left.values()) > LOADERS && System.nanoTime() < deadline);
        System.out.println("class loaders " + left);
        int most = Collections.max(left.values());
        return most > LOADERS ? most : Collections.min(left.values());
    }

    /** Whether no thread of a plugin is left after all of them were stopped. */
    boolean areGone() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + COLLECT_LIMIT_MS * 1_000_000;
        List<String> left;
        do {
            probe.collect();
            left = probe.threads().stream().filter(this::isOfPlugin).toList();
        } while (!left.isEmpty() && System.nanoTime() < deadline);
        if (!left.isEmpty()) {
            System.out.println("THREADS " + left);
        }
        return left.isEmpty();
    }

    private boolean isOfPlugin(String thread) {
        return thread.startsWith("HttpClient-")
                || thread.startsWith("coffer-adapter-")
                || plugins.stream().anyMatch(plugin -> thread.startsWith(plugin.threads()));
    }
}
