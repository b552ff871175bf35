// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.drill;

import io.coffer.campaign.World;
import io.coffer.campaign.client.OperatorShell;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What an operator does to the bundles of plugins, and what is seen of it: versions at work, and who else was restarted. */
final class PluginDesk {
    private final OperatorShell shell;
    private final Bundles bundles;
    private final Map<String, Set<String>> versions = new TreeMap<>();
    private int storms;

    PluginDesk(World world) {
        this.shell = world.node().shell();
        this.bundles = new Bundles(shell);
    }

    /** One of the operator's acts, or the wait for what must come of it. */
    @FunctionalInterface
    interface Step {
        void take() throws IOException, InterruptedException;
    }

    /**
     * An update.
     *
     * @param restarted bundles of others of which a service was gone
     */
    record Change(String before, String after, Set<Long> restarted) {
        boolean isOther() {
            return !before.equals(after);
        }

        @Override
        public String toString() {
            return before + " -> " + after + (restarted.isEmpty() ? "" : ", restarted " + restarted);
        }
    }

    /**
     * Updates a plugin.
     *
     * @param toOther to the other version, or back to the present one
     * @param back waits until the plugin is at work again
     */
    Change update(Plugin plugin, boolean toOther, Step back) throws IOException, InterruptedException {
        Bundles.Row before = bundles.bundle(plugin.name());
        seen(plugin, before);
        Map<Long, Long> services = services(plugin, before);
        shell.run(
                "bundle:update",
                plugin.name(),
                (toOther ? plugin.other() : plugin.present()).toUri().toString());
        back.take();
        Bundles.Row after = bundles.bundle(plugin.name());
        seen(plugin, after);
        Set<Long> restarted = restarted(services, services(plugin, after), before.id());
        storms += restarted.size();
        return new Change(before.version(), after.version(), restarted);
    }

    /** Stops a plugin and starts it again once {@code away} is over. */
    void stopAndStart(Plugin plugin, Step away, Step back) throws IOException, InterruptedException {
        shell.run("bundle:stop", plugin.name());
        away.take();
        shell.run("bundle:start", plugin.name());
        back.take();
    }

    /** Removes a plugin and installs the present version of it once {@code away} is over. */
    void removeAndInstall(Plugin plugin, Step away, Step back) throws IOException, InterruptedException {
        shell.run("bundle:uninstall", plugin.name());
        away.take();
        shell.run("bundle:install", "-s", plugin.present().toUri().toString());
        back.take();
    }

    void stop(Plugin plugin) throws IOException, InterruptedException {
        shell.run("bundle:stop", plugin.name());
    }

    /** The versions in which each plugin was seen at work. */
    Map<String, Set<String>> versions() {
        return versions;
    }

    /** How many bundles were restarted by the updates of others. */
    int storms() {
        return storms;
    }

    /** The services of all bundles, that of the plugin among them: else nobody has looked. */
    private Map<Long, Long> services(Plugin plugin, Bundles.Row bundle) throws IOException, InterruptedException {
        Map<Long, Long> services = bundles.services();
        if (!services.containsValue(bundle.id())) {
            throw new IOException("of " + services.size() + " services that the shell lists none is of " + plugin.name()
                    + ", so that a restart of others would not be seen");
        }
        return services;
    }

    private void seen(Plugin plugin, Bundles.Row row) {
        if (row.state().equals("Active")) {
            versions.computeIfAbsent(plugin.name(), name -> new TreeSet<>()).add(row.version());
        }
    }

    /** Bundles but the touched one of which a service is gone: they were stopped. */
    private static Set<Long> restarted(Map<Long, Long> before, Map<Long, Long> now, long touched) {
        Set<Long> restarted = new TreeSet<>();
        before.forEach((service, bundle) -> {
            if (bundle != touched && !now.containsKey(service)) {
                restarted.add(bundle);
            }
        });
        return restarted;
    }
}
