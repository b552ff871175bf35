// SPDX-License-Identifier: Apache-2.0
package io.coffer.benchmarks;

import io.coffer.campaign.Arguments;
import io.coffer.campaign.World;
import io.coffer.campaign.chain.DevnetDriver;
import io.coffer.campaign.client.NodeClient;
import io.coffer.campaign.process.Await;
import io.coffer.campaign.process.ChildProcess;
import io.coffer.campaign.process.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Time from process start until the node is ready, sealed and following devnet, against the time in which the same
 * Karaf without our features reaches its final start level. Both are restarts of an installed runtime.
 */
final class StartBench {
    private static final int PAIRS = 7;
    private static final int WARM_UP = 1;
    private static final double LIMIT = 2.5;
    private static final long START_LIMIT_MS = 120_000;
    private static final long POLL_MS = 5;
    private static final String FINAL_LEVEL = "Karaf started in";
    /** What the features service logs when it has installed and started all. */
    private static final String INSTALLED = "| Done.";

    private final World world;
    private final DevnetDriver chain;
    private final Path bare;

    private StartBench(World world, DevnetDriver chain, Path bare) {
        this.world = world;
        this.chain = chain;
        this.bare = bare;
    }

    static boolean run(Arguments arguments) throws Exception {
        arguments.allowOnly("--launcher", "--work");
        try (World world = World.install(arguments, "start")) {
            DevnetDriver chain = DevnetDriver.start(world.folder(), "main", "account", 1);
            world.add(chain);
            chain.client().auto(1_000);
            world.setUp();
            world.node().stop();
            StartBench bench = new StartBench(world, chain, world.folder().resolve("bare"));
            bench.installBare();
            double ratio = bench.measure();
            System.out.println("start ratio=" + Ratios.figure(ratio));
            return ratio <= LIMIT;
        }
    }

    /** The same runtime and settings, with our features taken out of those that are started. */
    private void installBare() throws IOException, InterruptedException {
        Folders.copy(world.node().data(), bare);
        Folders.delete(bare.resolve("karaf").resolve("cache"));
        Folders.delete(bare.resolve("log"));
        Files.createDirectory(bare.resolve("log"));
        Path features = bare.resolve("etc").resolve("org.apache.karaf.features.cfg");
        String text = Files.readString(features);
        String without = text.replaceAll("(?m)^(featuresBoot\\s*=\\s*)coffer/[^,\\s]+,\\s*", "$1");
        if (without.equals(text)) {
            throw new IOException("no coffer feature among the boot features of " + features);
        }
        Files.writeString(features, without);
        for (Path data : List.of(world.node().data(), bare)) {
            Path config = data.resolve("etc").resolve("config.properties");
            Files.writeString(
                    config,
                    Files.readString(config)
                            .replaceAll("(?m)^\\s*karaf.delay.console\\s*=.*$", "karaf.delay.console=true"));
        }
        awaitInstalled();
    }

    /** Karaf reaches its start level before it installs the boot features for the first time. */
    private void awaitInstalled() throws IOException, InterruptedException {
        Path log = bare.resolve("log").resolve("karaf.log");
        try (ChildProcess process =
                ChildProcess.start(world.node().command(bare), Map.of(), bare.resolve("install.log"))) {
            Await.until(
                    "the features of the bare runtime",
                    START_LIMIT_MS,
                    () -> Files.readString(log)
                            .lines()
                            .anyMatch(line -> line.contains("FeaturesServiceImpl") && line.endsWith(INSTALLED)));
            process.stop();
        }
    }

    private double measure() throws Exception {
        Ratios ratios = new Ratios();
        for (int pair = -WARM_UP; pair < PAIRS; pair++) {
            long reference = bareStartNs();
            long measured = nodeStartNs();
            System.out.println((pair < 0 ? "warm-up" : "pair " + (pair + 1)) + ": bare " + reference / 1_000_000
                    + " ms, node " + measured / 1_000_000 + " ms");
            if (pair >= 0) {
                ratios.addTimes(measured, reference);
            }
        }
        return ratios.median();
    }

    private long nodeStartNs() throws Exception {
        NodeClient client = world.client();
        return startNs(
                world.node().data(),
                log -> () -> client.isReady()
                        && client.chain(chain.chain())
                                .body()
                                .path("state")
                                .asText()
                                .equals("SCANNING"));
    }

    private long bareStartNs() throws Exception {
        return startNs(bare, log -> () -> Files.readString(log).contains(FINAL_LEVEL));
    }

    /** How a finished start is told, given the file that standard output goes to. */
    @FunctionalInterface
    private interface Finish {
        Callable<Boolean> of(Path log);
    }

    private long startNs(Path data, Finish finish) throws Exception {
        Path log = data.resolve("bench.log");
        Files.deleteIfExists(log);
        Files.createFile(log);
        List<String> command = world.node().command(data);
        Callable<Boolean> finished = finish.of(log);
        long start = System.nanoTime();
        try (ChildProcess process = ChildProcess.start(command, Map.of(), log)) {
            while (!holds(finished)) {
                if (!process.isAlive() || System.nanoTime() - start > START_LIMIT_MS * 1_000_000) {
                    throw new IOException("did not start; see " + log + "\n" + Files.readString(log));
                }
                Thread.sleep(POLL_MS);
            }
            long elapsed = System.nanoTime() - start;
            process.stop();
            return elapsed;
        }
    }

    private static boolean holds(Callable<Boolean> condition) throws Exception {
        try {
            return condition.call();
        } catch (IOException notYet) {
            return false;
        }
    }
}
