// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.campaign.Arguments;
import io.coffer.campaign.World;
import io.coffer.campaign.chain.CoinDriver;
import io.coffer.campaign.chain.DevnetDriver;
import io.coffer.campaign.client.Reply;
import io.coffer.campaign.process.Await;
import io.coffer.campaign.process.ChildProcess;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Kills the node with -9 at random moments under load, starts and unseals it again, and has everything checked from
 * outside in the end. Two of three kills fall into a send, in turn:
 *
 * <ul>
 *   <li>the chain keeps a submission unanswered and carries it out after the kill: it has what the node does not know of
 *   <li>the chain keeps a submission and forgets it after the kill: the signed bytes are in the journal and nowhere else,
 *       as after a kill between signing and broadcast
 * </ul>
 */
public final class KillDrill {
    private static final int ACKED_PER_KILL = 50;
    private static final int WITHDRAWALS_PER_KILL = 10;
    private static final int KILLS_PER_SEND_IN_FLIGHT = 4;
    private static final long BLOCK_TIME_MS = 250;
    private static final long LOAD_LIMIT_MS = 2_500;
    private static final long HELD_LIMIT_MS = 60_000;
    private static final long START_CUT_LIMIT_MS = 6_000;
    private static final long PROGRESS_LIMIT_MS = 240_000;
    private static final int MOMENTS = 3;
    private static final int MOST_LOOKS = 20;
    private static final Set<String> BEING_SENT = Set.of("SIGNED", "BROADCASTING");
    private static final Set<String> BEFORE_SIGNED =
            Set.of("REQUESTED", "POLICY", "SCREENING", "AWAITING_APPROVAL", "QUEUED", "PREPARED", "SIGNING");
    private static final int NOT_FOUND = 404;

    private final World world;
    private final DevnetDriver chain;
    private final Random random;
    private final int kills;
    /** Withdrawals that were sent at least once. */
    private final Set<String> sent = new HashSet<>();

    private int sendsTaken;
    private int sendsLost;

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
                killOnce(kill, acks, load);
                System.out.println("kill " + kill + "/" + kills + ", acked " + acked(acks, "") + ", withdrawals "
                        + acked(acks, "withdrawal") + ", " + sends());
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
                && sendsTaken + sendsLost >= kills / KILLS_PER_SEND_IN_FLIGHT;
        System.out.println(sends());
        System.out.println("drill kill kills=" + kills + " acked=" + acked + " withdrawals=" + withdrawals
                + " inFlightSend=" + (sendsTaken + sendsLost) + " " + findings.figures() + " seed=" + seed);
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

    private String sends() {
        return "sends in flight: taken by the chain after the kill " + sendsTaken
                + ", signed in the journal and nowhere else " + sendsLost;
    }

    /** One in five kills also cuts the start that follows. */
    private void killOnce(int number, Path acks, LoadProcess load) throws IOException, InterruptedException {
        load.requireAlive();
        Thread.sleep(500 + random.nextInt((int) LOAD_LIMIT_MS));
        Map<String, String> signed = Map.of();
        switch (number % MOMENTS) {
            case 2 -> killAndTake();
            case 0 -> signed = killAndLose(acks);
            default -> world.node().kill();
        }
        if (number % 5 == 0) {
            cutStart();
        }
        world.node().start();
        requireKept(signed);
        world.unseal();
    }

    /** Kills while the chain has a submission in hand, which it then carries out. */
    private void killAndTake() throws IOException, InterruptedException {
        holdSend();
        world.node().kill();
        chain.client().hold(false);
        sendsTaken++;
    }

    /**
     * Kills while a withdrawal is signed and its submission in hand, which is then forgotten.
     *
     * @return the transactions that only the journal has, by withdrawal
     */
    private Map<String, String> killAndLose(Path acks) throws IOException, InterruptedException {
        Map<String, String> signed = Map.of();
        for (int i = 0; signed.isEmpty(); i++) {
            if (i == MOST_LOOKS) {
                throw new IOException("no withdrawal of the log was signed and not sent, " + i + " times");
            }
            // What is in hand may be one that was sent before and is offered again, or whose answer is not in the log
            // yet.
            chain.client().hold(false);
            holdSend();
            signed = signedOnly(acks);
        }
        world.node().kill();
        chain.client().dropHeld();
        for (Map.Entry<String, String> one : signed.entrySet()) {
            int status = chain.client().transaction(one.getValue()).status();
            if (status != NOT_FOUND) {
                throw new IOException("the chain answers " + status + " to " + one.getValue() + " of withdrawal "
                        + one.getKey() + ", which it should have forgotten");
            }
        }
        sendsLost++;
        return signed;
    }

    private void holdSend() throws IOException, InterruptedException {
        chain.client().hold(true);
        Await.until(
                "a submission to be held", HELD_LIMIT_MS, () -> chain.client().held() > 0);
        Thread.sleep(random.nextInt(200));
    }

    /** The first withdrawal of the log that is signed and about to be sent, with its transaction; empty if there is none. */
    private Map<String, String> signedOnly(Path acks) throws IOException, InterruptedException {
        for (Ack ack : AckLog.read(acks)) {
            if (!ack.kind().equals("withdrawal") || sent.contains(ack.id())) {
                continue;
            }
            Reply reply = world.client().withdrawal(ack.id());
            String state = reply.require("withdrawal " + ack.id()).path("state").asText();
            if (BEING_SENT.contains(state)) {
                return Map.of(ack.id(), reply.text("tx"));
            }
            if (!BEFORE_SIGNED.contains(state)) {
                sent.add(ack.id());
            }
        }
        return Map.of();
    }

    /** A signature that was durable is not made anew. */
    private void requireKept(Map<String, String> signed) throws IOException, InterruptedException {
        for (Map.Entry<String, String> one : signed.entrySet()) {
            JsonNode attempts = Definite.reply(() -> world.client().withdrawal(one.getKey()))
                    .body()
                    .path("attempts");
            if (!attempts.findValuesAsText("tx").contains(one.getValue())) {
                throw new IOException("withdrawal " + one.getKey() + " was signed as " + one.getValue()
                        + " before the kill, and has after it " + attempts);
            }
        }
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
