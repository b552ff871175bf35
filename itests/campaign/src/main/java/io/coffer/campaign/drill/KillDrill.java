// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.drill;

import io.coffer.campaign.Arguments;
import io.coffer.campaign.World;
import io.coffer.campaign.chain.CoinDriver;
import io.coffer.campaign.chain.DevnetDriver;
import io.coffer.campaign.process.Await;
import io.coffer.campaign.process.ChildProcess;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * Kills the node with -9 at random moments under load, starts and unseals it again, and has everything checked from
 * outside in the end.
 */
public final class KillDrill {
    private static final int ACKED_PER_KILL = 50;
    private static final int WITHDRAWALS_PER_KILL = 10;
    private static final int KILLS_PER_SEND_IN_FLIGHT = 4;
    private static final long BLOCK_TIME_MS = 250;
    private static final long LOAD_LIMIT_MS = 2_500;
    private static final long HELD_LIMIT_MS = 10_000;
    private static final long START_CUT_LIMIT_MS = 6_000;
    private static final long PROGRESS_LIMIT_MS = 240_000;

    private final World world;
    private final DevnetDriver chain;
    private final Random random;
    private final int kills;
    private int sendsInFlight;

    private KillDrill(World world, DevnetDriver chain, Random random, int kills) {
        this.world = world;
        this.chain = chain;
        this.random = random;
        this.kills = kills;
    }

    /** @return whether nothing was lost, doubled or unbalanced and the load was as heavy as promised */
    public static boolean run(Arguments arguments) throws IOException, InterruptedException {
        arguments.allowOnly("-n", "--seed", "--launcher", "--work");
        int kills = arguments.count("-n", 20);
        long seed = arguments.number("--seed", System.nanoTime() & 0xffffff);
        System.out.println("seed " + seed);
        try (World world = World.install(arguments, "kill")) {
            DevnetDriver chain = DevnetDriver.start(world.folder(), "main", "account", seed);
            world.add(chain);
            world.setUp();
            world.allow(chain, "DEV", "1000", "1000");
            world.fundHotWallet(chain, BigInteger.TEN.pow(13));
            return new KillDrill(world, chain, new Random(seed), kills).run(seed);
        }
    }

    private boolean run(long seed) throws IOException, InterruptedException {
        Path acks = world.folder().resolve("acks.jsonl");
        Files.createFile(acks);
        chain.client().auto(BLOCK_TIME_MS);
        try (LoadProcess load = LoadProcess.start(world, chain, acks, seed)) {
            for (int kill = 1; kill <= kills; kill++) {
                awaitLoad(kill, acks, load);
                killOnce(kill, load);
                System.out.println("kill " + kill + "/" + kills + ", acked " + acked(acks, "") + ", withdrawals "
                        + acked(acks, "withdrawal") + ", sends in flight " + sendsInFlight);
            }
            load.finish();
        }
        chain.client().auto(0);
        return report(seed, AckLog.read(acks));
    }

    private boolean report(long seed, List<Ack> acks) throws IOException, InterruptedException {
        Checker checker = new Checker(world.client(), new CoinDriver(chain), "DEV", acks);
        checker.settle();
        Findings findings = checker.check();
        long acked = acks.stream().filter(a -> !a.kind().equals("paid")).count();
        long withdrawals =
                acks.stream().filter(a -> a.kind().equals("withdrawal")).count();
        boolean heavy = acked >= (long) ACKED_PER_KILL * kills
                && withdrawals >= (long) WITHDRAWALS_PER_KILL * kills
                && sendsInFlight >= kills / KILLS_PER_SEND_IN_FLIGHT;
        System.out.println("drill kill kills=" + kills + " acked=" + acked + " withdrawals=" + withdrawals
                + " inFlightSend=" + sendsInFlight + " " + findings.figures() + " seed=" + seed);
        return heavy && findings.isClean();
    }

    /** Each kill falls only after its share of the load, so that all of it was acknowledged under kills. */
    private static void awaitLoad(int kill, Path acks, LoadProcess load) throws InterruptedException {
        Await.until("the load before kill " + kill, PROGRESS_LIMIT_MS, () -> {
            load.requireAlive();
            return acked(acks, "") >= (long) ACKED_PER_KILL * kill
                    && acked(acks, "withdrawal") >= (long) WITHDRAWALS_PER_KILL * kill;
        });
    }

    /** Every second kill falls while devnet holds a submission; one in five also cuts the start that follows. */
    private void killOnce(int number, LoadProcess load) throws IOException, InterruptedException {
        load.requireAlive();
        Thread.sleep(500 + random.nextInt((int) LOAD_LIMIT_MS));
        boolean holding = number % 2 == 0;
        if (holding) {
            chain.client().hold(true);
            Await.until(
                    "a submission to be held",
                    HELD_LIMIT_MS,
                    () -> chain.client().held() > 0);
            Thread.sleep(random.nextInt(200));
        }
        if (chain.client().held() > 0) {
            sendsInFlight++;
        }
        world.node().kill();
        if (holding) {
            chain.client().hold(false);
        }
        if (number % 5 == 0) {
            cutStart();
        }
        world.node().start();
        world.unseal();
    }

    private void cutStart() throws IOException, InterruptedException {
        try (ChildProcess launcher = world.node().launch()) {
            Await.until(
                    "the node to be started",
                    START_CUT_LIMIT_MS,
                    () -> world.node().isAlive());
            Thread.sleep(random.nextInt((int) START_CUT_LIMIT_MS));
            world.node().kill();
            launcher.await(START_CUT_LIMIT_MS);
        }
    }

    private static long acked(Path acks, String kind) throws IOException {
        return AckLog.read(acks).stream()
                .filter(a ->
                        kind.isEmpty() ? !a.kind().equals("paid") : a.kind().equals(kind))
                .count();
    }
}
