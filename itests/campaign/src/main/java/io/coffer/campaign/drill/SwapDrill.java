// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.drill;

import io.coffer.campaign.Arguments;
import io.coffer.campaign.World;
import io.coffer.campaign.chain.AnvilDriver;
import io.coffer.campaign.chain.ChainDriver;
import io.coffer.campaign.chain.DevnetDriver;
import io.coffer.campaign.client.OperatorShell;
import io.coffer.campaign.process.Await;
import io.coffer.campaign.process.JvmProbe;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Updates the adapters of two chains to another version and back, one after the other, while customers are paid and
 * withdraw on both. In the end everything is checked from outside, and that of every plugin one class loader is left.
 */
public final class SwapDrill {
    private static final int PAYMENTS_PER_SWAP = 5;
    private static final int WITHDRAWALS_PER_SWAP = 3;
    private static final int VERSIONS = 2;
    private static final int LOADERS = 1;
    private static final long MOST_PAUSE_MS = 999;
    private static final BigInteger HOT_WALLET_COINS = BigInteger.valueOf(500);
    private static final long LOAD_LIMIT_MS = 120_000;
    private static final long LOAD_PAUSE_MS = 50;
    private static final long BACK_LIMIT_MS = 60_000;
    private static final long COLLECT_LIMIT_MS = 60_000;

    private final World world;
    private final Bundles bundles;
    private final JvmProbe probe;
    private final AbsenceWatch absences;
    private final List<Traffic> traffic = new ArrayList<>();
    private final List<Plugin> plugins;
    private final Map<String, Set<String>> versions = new TreeMap<>();
    private long maxPauseMs;
    private int swapped;
    private int storms;

    private SwapDrill(World world, List<Plugin> plugins) throws IOException {
        this.world = world;
        this.plugins = plugins;
        this.bundles = new Bundles(world.node().shell());
        this.probe = new JvmProbe(world.node().processId());
        this.absences = new AbsenceWatch(world);
    }

    /** @return whether nothing was lost or doubled, and every pause and what is left behind are within their bounds */
    public static boolean run(Arguments arguments) throws IOException, InterruptedException {
        arguments.allowOnly("-n", "--seed", "--launcher", "--work");
        int swaps = arguments.count("-n", 20);
        long seed = arguments.number("--seed", System.nanoTime() & 0xffffff);
        System.out.println("seed " + seed);
        try (World world = World.install(arguments, "swap")) {
            world.add(DevnetDriver.start(world.folder(), "main", "account", seed));
            world.add(AnvilDriver.start(world.folder()));
            world.setUp();
            Path distribution = Path.of(System.getenv("COFFER_NODE"));
            List<Plugin> plugins = List.of(
                    Plugin.of(
                            distribution,
                            "devnet",
                            "io.coffer.chain.devnet.DevnetNetwork",
                            "devnet-main-",
                            world.folder()),
                    Plugin.of(distribution, "evm", "io.coffer.chain.evm.EvmNetwork", "evm-anvil-", world.folder()));
            for (ChainDriver chain : world.chains()) {
                world.allow(chain, world.client().symbol(chain.asset()), "1000", "100000");
                world.fundHotWallet(chain, HOT_WALLET_COINS.multiply(BigInteger.TEN.pow(chain.decimals())));
            }
            return new SwapDrill(world, plugins).run(swaps, seed);
        }
    }

    private boolean run(int swaps, long seed) throws IOException, InterruptedException {
        Findings findings = new Findings();
        try {
            for (ChainDriver chain : world.chains()) {
                traffic.add(new Traffic(world, chain, seed));
            }
            for (int swap = 1; swap <= swaps; swap++) {
                awaitLoad(swap);
                swapOnce(swap);
            }
            for (int i = 0; i < plugins.size(); i++) {
                stopRemoveAndInstall(plugins.get(i), world.chains().get(i));
            }
            for (Traffic one : traffic) {
                one.finish();
            }
        } finally {
            traffic.forEach(Traffic::close);
        }
        for (Traffic one : traffic) {
            String symbol = world.client().symbol(one.chain().asset());
            Checker checker = new Checker(world.client(), one.chain(), symbol, one.acks());
            checker.settle();
            findings.add(checker.check());
        }
        return report(swaps, seed, findings);
    }

    private boolean report(int swaps, long seed, Findings findings) throws IOException, InterruptedException {
        boolean isAbsenceExact = absences.isExact();
        int loaders = worstLoaders();
        boolean resourcesGone = stopAll();
        int leastVersions = versions.values().stream().mapToInt(Set::size).min().orElse(0);
        boolean heavy =
                payments() >= (long) PAYMENTS_PER_SWAP * swaps && withdrawals() >= (long) WITHDRAWALS_PER_SWAP * swaps;
        System.out.println(
                "seed " + seed + ", versions " + versions + ", bundles restarted by others' updates " + storms);
        System.out.println("drill swap swaps=" + swapped + " versions=" + leastVersions + " deposits=" + payments()
                + " withdrawals=" + withdrawals() + " " + findings.lostAndDoubled() + " maxPauseMs=" + maxPauseMs
                + " otherPauseMs=" + absences.longestSurplusMs() + " loaders=" + loaders);
        return heavy
                && swapped == swaps
                && isAbsenceExact
                && findings.isClean()
                && leastVersions == VERSIONS
                && maxPauseMs <= MOST_PAUSE_MS
                && absences.longestSurplusMs() == 0
                && storms == 0
                && loaders == LOADERS
                && resourcesGone;
    }

    /** Each swap falls only after its share of the load, so that all of it streams while adapters come and go. */
    private void awaitLoad(int swap) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LOAD_LIMIT_MS * 1_000_000;
        while (payments() < (long) PAYMENTS_PER_SWAP * swap || withdrawals() < (long) WITHDRAWALS_PER_SWAP * swap) {
            for (Traffic one : traffic) {
                one.requireAlive();
            }
            absences.look();
            if (System.nanoTime() > deadline) {
                throw new IOException("before swap " + swap + " there were " + payments() + " payments and "
                        + withdrawals() + " withdrawals only");
            }
            Thread.sleep(LOAD_PAUSE_MS);
        }
    }

    private long payments() {
        return traffic.stream().mapToLong(Traffic::payments).sum();
    }

    private long withdrawals() {
        return traffic.stream().mapToLong(Traffic::withdrawals).sum();
    }

    /** The chains take turns, and of each the versions do. */
    private void swapOnce(int number) throws IOException, InterruptedException {
        int touched = (number - 1) % plugins.size();
        Plugin plugin = plugins.get(touched);
        ChainDriver chain = world.chains().get(touched);
        boolean toOther = (number - 1) / plugins.size() % 2 == 0;
        Bundles.Row before = bundles.bundle(plugin.name());
        seen(plugin, before);
        Map<Long, Long> services = services(plugin, before);
        absences.look();

        Path file = toOther ? plugin.other() : plugin.present();
        long count = absences.expect(chain);
        world.node().shell().run("bundle:update", plugin.name(), file.toUri().toString());
        awaitBack(chain, count);

        Bundles.Row after = bundles.bundle(plugin.name());
        seen(plugin, after);
        long awayMs = absences.of(chain).lastMs();
        maxPauseMs = Math.max(maxPauseMs, awayMs);
        absences.look();
        Set<Long> restarted = restarted(services, services(plugin, after), before.id());
        storms += restarted.size();
        if (!after.version().equals(before.version())) {
            swapped++;
        }
        System.out.println("swap " + number + ": " + plugin.name() + " " + before.version() + " -> " + after.version()
                + ", away " + awayMs + " ms" + (restarted.isEmpty() ? "" : ", restarted " + restarted));
    }

    /** What an operator may do besides. How long it takes is up to the operator, so that is no pause of a swap. */
    private void stopRemoveAndInstall(Plugin plugin, ChainDriver chain) throws IOException, InterruptedException {
        OperatorShell shell = world.node().shell();
        long stopped = absences.expect(chain);
        shell.run("bundle:stop", plugin.name());
        awaitAbsent(chain);
        shell.run("bundle:start", plugin.name());
        awaitBack(chain, stopped);
        absences.look();
        long removed = absences.expect(chain);
        shell.run("bundle:uninstall", plugin.name());
        awaitAbsent(chain);
        shell.run("bundle:install", "-s", plugin.present().toUri().toString());
        awaitBack(chain, removed);
        absences.look();
        System.out.println(plugin.name() + " stopped and started, removed and installed");
    }

    private void awaitAbsent(ChainDriver chain) throws InterruptedException {
        Await.until(
                chain.chain() + " to be without its adapter",
                BACK_LIMIT_MS,
                () -> world.client()
                        .chain(chain.chain())
                        .require("chain")
                        .path("state")
                        .asText()
                        .equals("ABSENT"));
    }

    private void awaitBack(ChainDriver chain, long count) throws InterruptedException {
        Await.until(
                chain.chain() + " to be back",
                BACK_LIMIT_MS,
                () -> absences.of(chain).count() >= count);
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

    /**
     * How many class loaders are left of the plugin that is worst off: the most, or 0 if one has none, which was not
     * measured then. A client's own thread ends only after a collection or two.
     */
    private int worstLoaders() throws IOException, InterruptedException {
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

    /** Stops every plugin. No thread of one may be left. */
    private boolean stopAll() throws IOException, InterruptedException {
        for (Plugin plugin : plugins) {
            world.node().shell().run("bundle:stop", plugin.name());
        }
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
