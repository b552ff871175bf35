// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.drill;

import io.coffer.campaign.Arguments;
import io.coffer.campaign.TokenDesk;
import io.coffer.campaign.World;
import io.coffer.campaign.chain.AnvilDriver;
import io.coffer.campaign.chain.AssetDriver;
import io.coffer.campaign.chain.ChainDriver;
import io.coffer.campaign.chain.CoinDriver;
import io.coffer.campaign.chain.DevnetDriver;
import io.coffer.campaign.chain.TokenDriver;
import io.coffer.campaign.process.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Updates the adapters of two chains to another version and back, one after the other, while customers are paid and
 * withdraw on both, coin and token; in between the token's plugin is updated as well. In the end everything is checked
 * from outside, and that of every plugin one class loader is left.
 */
public final class SwapDrill {
    private static final int PAYMENTS_PER_SWAP = 5;
    private static final int WITHDRAWALS_PER_SWAP = 3;
    private static final int VERSIONS = 2;
    private static final int MOST_PAUSE_MS = 999;
    private static final long HOT_WALLET = 500;
    private static final long LOAD_LIMIT_MS = 120_000;
    private static final long LOAD_PAUSE_MS = 50;
    private static final long BACK_LIMIT_MS = 60_000;

    private final World world;
    private final Plugins plugins;
    private final PluginDesk desk;
    private final AbsenceWatch absences;
    private final Streams streams;
    private final ReadingWatch reading;
    private final TokenSwaps tokens;
    private final int mostPauseMs;
    private long maxPauseMs;
    private int swapped;

    /** What comes and goes: the adapter of each chain, in the order of the world's chains, and what moves the token. */
    private record Plugins(List<Plugin> adapters, Plugin token) {
        static Plugins of(World world) throws IOException {
            Path node = Path.of(System.getenv("COFFER_NODE"));
            Path folder = world.folder();
            return new Plugins(
                    List.of(
                            Plugin.of(node, "devnet", "io.coffer.chain.devnet.DevnetNetwork", "devnet-main-", folder),
                            Plugin.of(node, "evm", "io.coffer.chain.evm.EvmNetwork", "evm-anvil-", folder)),
                    Plugin.of(node, "erc20", "io.coffer.asset.erc20.Erc20Component", "coffer-asset-", folder));
        }

        List<Plugin> all() {
            List<Plugin> all = new ArrayList<>(adapters);
            all.add(token);
            return all;
        }
    }

    private SwapDrill(World world, Streams streams, ReadingWatch reading, TokenDriver token, int mostPauseMs)
            throws IOException {
        this.world = world;
        this.mostPauseMs = mostPauseMs;
        this.streams = streams;
        this.reading = reading;
        this.plugins = Plugins.of(world);
        this.desk = new PluginDesk(world);
        this.absences = new AbsenceWatch(world);
        this.tokens = new TokenSwaps(world, new TokenSwaps.Subject(plugins.token(), token), desk, streams, reading);
    }

    /** @return whether nothing was lost or doubled, and every pause and what is left behind are within their bounds */
    public static boolean run(Arguments arguments) throws IOException, InterruptedException {
        arguments.allowOnly("-n", "--seed", "--pause-limit", "--launcher", "--work");
        int swaps = arguments.count("-n", 20);
        int mostPauseMs = arguments.count("--pause-limit", MOST_PAUSE_MS);
        long seed = arguments.number("--seed", System.nanoTime() & 0xffffff);
        System.out.println("seed " + seed);
        try (World world = World.install(arguments, "swap")) {
            AnvilDriver anvil = AnvilDriver.start(world.folder());
            world.add(DevnetDriver.start(world.folder(), "main", "account", seed));
            world.add(anvil);
            world.setUp();
            TokenDriver token = TokenDesk.list(world, anvil);
            List<AssetDriver> assets = new ArrayList<>();
            world.chains().forEach(chain -> assets.add(new CoinDriver(chain)));
            assets.add(token);
            for (AssetDriver asset : assets) {
                world.allow(asset, world.client().symbol(asset.asset()), "1000", "100000");
                world.fundHotWallet(asset, asset.units(HOT_WALLET));
            }
            try (Streams streams = Streams.start(world, assets, seed);
                    ReadingWatch reading = new ReadingWatch(world)) {
                return new SwapDrill(world, streams, reading, token, mostPauseMs).run(swaps, seed);
            }
        }
    }

    private boolean run(int swaps, long seed) throws IOException, InterruptedException {
        for (int swap = 1; swap <= swaps; swap++) {
            awaitLoad(swap);
            swapOnce(swap);
            while (tokens.isDue(swap, swaps)) {
                tokens.update();
                absences.look();
            }
        }
        for (int i = 0; i < plugins.adapters().size(); i++) {
            stopRemoveAndInstall(plugins.adapters().get(i), world.chains().get(i));
        }
        tokens.stopRemoveAndInstall();
        absences.look();
        streams.finish();
        return report(swaps, seed, streams.check());
    }

    private boolean report(int swaps, long seed, Findings findings) throws IOException, InterruptedException {
        boolean isAbsenceExact = absences.isExact();
        Remains remains = new Remains(world, plugins.all());
        int loaders = remains.worstLoaders();
        for (Plugin plugin : plugins.all()) {
            desk.stop(plugin);
        }
        boolean resourcesGone = remains.areGone();
        Map<String, Set<String>> versions = desk.versions();
        int leastVersions = plugins.all().stream()
                .mapToInt(
                        plugin -> versions.getOrDefault(plugin.name(), Set.of()).size())
                .min()
                .orElse(0);
        boolean heavy = streams.payments() >= (long) PAYMENTS_PER_SWAP * swaps
                && streams.withdrawals() >= (long) WITHDRAWALS_PER_SWAP * swaps;
        System.out.println("seed " + seed + ", versions " + versions + ", bundles restarted by others' updates "
                + desk.storms() + ", " + streams.figures());
        System.out.println("updates of " + plugins.token().name() + " " + tokens.updates() + " of "
                + TokenSwaps.wanted(swaps) + ", longest gap in reading a chain that was not touched "
                + reading.longestMs() + " ms");
        System.out.println("drill swap swaps=" + swapped + " versions=" + leastVersions + " deposits="
                + streams.payments() + " withdrawals=" + streams.withdrawals() + " " + findings.lostAndDoubled()
                + " maxPauseMs=" + maxPauseMs + " otherPauseMs=" + absences.longestSurplusMs() + " loaders=" + loaders);
        return heavy
                && swapped == swaps
                && tokens.updates() == TokenSwaps.wanted(swaps)
                && reading.isClean()
                && isAbsenceExact
                && findings.isClean()
                && leastVersions == VERSIONS
                && maxPauseMs <= mostPauseMs
                && absences.longestSurplusMs() == 0
                && desk.storms() == 0
                && loaders == Remains.LOADERS
                && resourcesGone;
    }

    /** Each swap falls only after its share of the load, so that all of it streams while plugins come and go. */
    private void awaitLoad(int swap) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LOAD_LIMIT_MS * 1_000_000;
        while (streams.payments() < (long) PAYMENTS_PER_SWAP * swap
                || streams.withdrawals() < (long) WITHDRAWALS_PER_SWAP * swap) {
            streams.requireAlive();
            absences.look();
            if (System.nanoTime() > deadline) {
                throw new IOException("before swap " + swap + " there were " + streams.payments() + " payments and "
                        + streams.withdrawals() + " withdrawals only");
            }
            Thread.sleep(LOAD_PAUSE_MS);
        }
    }

    /** The chains take turns, and of each the versions do. */
    private void swapOnce(int number) throws IOException, InterruptedException {
        int touched = (number - 1) % plugins.adapters().size();
        Plugin plugin = plugins.adapters().get(touched);
        ChainDriver chain = world.chains().get(touched);
        boolean toOther = (number - 1) / plugins.adapters().size() % 2 == 0;
        absences.look();
        reading.begin();
        long count = absences.expect(chain);
        PluginDesk.Change change = desk.update(plugin, toOther, () -> awaitBack(chain, count));
        long awayMs = absences.of(chain).lastMs();
        maxPauseMs = Math.max(maxPauseMs, awayMs);
        absences.look();
        if (change.isOther()) {
            swapped++;
        }
        System.out.println("swap " + number + ": " + plugin.name() + " " + change + ", away " + awayMs + " ms; "
                + reading.end(chain));
    }

    /** What an operator may do besides. How long it takes is up to the operator, so that is no pause of a swap. */
    private void stopRemoveAndInstall(Plugin plugin, ChainDriver chain) throws IOException, InterruptedException {
        reading.begin();
        long stopped = absences.expect(chain);
        desk.stopAndStart(plugin, () -> awaitAbsent(chain), () -> awaitBack(chain, stopped));
        absences.look();
        long removed = absences.expect(chain);
        desk.removeAndInstall(plugin, () -> awaitAbsent(chain), () -> awaitBack(chain, removed));
        absences.look();
        System.out.println(plugin.name() + " stopped and started, removed and installed; " + reading.end(chain));
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
}
