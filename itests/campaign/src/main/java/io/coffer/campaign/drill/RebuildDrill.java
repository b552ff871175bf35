// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.drill;

import io.coffer.campaign.Arguments;
import io.coffer.campaign.World;
import io.coffer.campaign.chain.DevnetDriver;
import io.coffer.campaign.process.Await;
import io.coffer.campaign.process.Folders;
import io.coffer.projection.StoreDump;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * Under load the node is stopped, its SQL store deleted, and the node started: the rebuilt store must have the same
 * rows, and the journal must still give the running state.
 */
public final class RebuildDrill {
    private static final int LEAST_ROWS = 1_000;
    private static final int LEAST_ACKED = 300;
    private static final long BLOCK_TIME_MS = 250;
    private static final long LOAD_LIMIT_MS = 240_000;
    private static final long REBUILD_LIMIT_MS = 120_000;
    private static final String STORE = "projection";

    private final World world;
    private final DevnetDriver chain;

    private RebuildDrill(World world, DevnetDriver chain) {
        this.world = world;
        this.chain = chain;
    }

    /** @return whether every row came back and the hashes are equal */
    public static boolean run(Arguments arguments) throws IOException, InterruptedException, SQLException {
        arguments.allowOnly("--seed", "--launcher", "--work");
        long seed = arguments.number("--seed", System.nanoTime() & 0xffffff);
        System.out.println("seed " + seed);
        try (World world = World.install(arguments, "rebuild")) {
            DevnetDriver chain = DevnetDriver.start(world.folder(), "main", "account", seed);
            world.add(chain);
            world.setUp();
            world.allow(chain, "DEV", "1000", "1000");
            world.fundHotWallet(chain, BigInteger.TEN.pow(13));
            return new RebuildDrill(world, chain).run(seed);
        }
    }

    private boolean run(long seed) throws IOException, InterruptedException, SQLException {
        Path acks = world.folder().resolve("acks.jsonl");
        Files.createFile(acks);
        chain.client().auto(BLOCK_TIME_MS);
        Path before = world.folder().resolve("before");
        try (LoadProcess load = LoadProcess.start(world, chain, acks, seed)) {
            Await.until("enough load", LOAD_LIMIT_MS, () -> {
                load.requireAlive();
                return AckLog.read(acks).size() >= LEAST_ACKED;
            });
            world.node().stop();
            Folders.copy(store(), before);
            Folders.delete(store());
            world.node().start();
            world.unseal();
            awaitRebuilt(before);
            load.finish();
        }
        String hash = replayed();
        world.node().stop();
        return compare(before, hash);
    }

    private Path store() {
        return world.node().data().resolve(STORE);
    }

    private void awaitRebuilt(Path before) throws IOException, InterruptedException, SQLException {
        long position;
        try (StoreDump dump = StoreDump.open(before.resolve(STORE), Long.MAX_VALUE)) {
            position = dump.position();
        }
        Await.until(
                "the store to be rebuilt",
                REBUILD_LIMIT_MS,
                () -> world.client()
                                .get("/v1/status")
                                .require("status")
                                .path("history")
                                .path("position")
                                .asLong()
                        >= position);
    }

    /** The command itself compares the replay with the running state and fails if they differ. */
    private String replayed() throws InterruptedException {
        try {
            world.node().shell().run("ledger:replay");
            return "equal";
        } catch (IOException different) {
            System.out.println(different.getMessage());
            return "different";
        }
    }

    private boolean compare(Path beforeFolder, String hash) throws IOException, SQLException {
        try (StoreDump whole = StoreDump.open(beforeFolder.resolve(STORE), Long.MAX_VALUE)) {
            long position = whole.position();
            try (StoreDump before = StoreDump.open(beforeFolder.resolve(STORE), position);
                    StoreDump after = StoreDump.open(store().resolve(STORE), position)) {
                long rows = 0;
                for (String table : StoreDump.tables()) {
                    rows += before.count(table);
                }
                List<String> differences = StoreDump.differences(before, after);
                differences.forEach(System.out::println);
                System.out.println("drill rebuild rows=" + rows + " different=" + differences.size() + " hash=" + hash);
                return rows >= LEAST_ROWS && differences.isEmpty() && hash.equals("equal");
            }
        }
    }
}
