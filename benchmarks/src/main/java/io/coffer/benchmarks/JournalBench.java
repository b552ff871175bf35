// SPDX-License-Identifier: Apache-2.0
package io.coffer.benchmarks;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.AssetId;
import io.coffer.api.core.AssetCommand;
import io.coffer.api.core.Command;
import io.coffer.api.core.LedgerCommand;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.Result;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.LedgerOperation;
import io.coffer.api.ledger.Money;
import io.coffer.api.request.CommandId;
import io.coffer.campaign.Arguments;
import io.coffer.campaign.World;
import io.coffer.campaign.process.Folders;
import io.coffer.money.LocalMoneyCore;
import io.coffer.money.MoneyCoreOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What durability costs: one client in flight against bare append-and-force on a preallocated file, and 1024 in flight
 * against the same submit with records encoded but not hashed, written or forced.
 */
final class JournalBench {
    private static final int PAIRS = 21;
    private static final int WARM_UP = 2;
    private static final int SINGLES = 1_000;
    private static final int GROUPED = 40_000;
    private static final int IN_FLIGHT = 1_024;
    private static final int BARE_RECORD_BYTES = 64;
    private static final int BARE_FILE_BYTES = 16 << 20;
    private static final double SINGLE_LIMIT = 0.7;
    private static final double GROUPED_LIMIT = 0.5;

    private static final AssetId ASSET = new AssetId("BENCH");
    private static final LedgerAccountId FROM = new LedgerAccountId(AccountKind.EXPOSURE, "", ASSET);
    private static final LedgerAccountId TO = new LedgerAccountId(AccountKind.HOUSE, "", ASSET);
    private static final Command POST =
            new LedgerCommand.Batch(List.of(new LedgerOperation.Post(FROM, TO, Money.of(ASSET, 1))), "bench");

    private final Path folder;
    private long nextId = 1;

    private JournalBench(Path folder) {
        this.folder = folder;
    }

    static boolean run(Arguments arguments) throws Exception {
        arguments.allowOnly("--launcher", "--work");
        Path folder = World.emptyFolder(arguments, "journal");
        try {
            return new JournalBench(folder).run();
        } finally {
            Folders.delete(folder);
        }
    }

    private boolean run() throws Exception {
        double single = single();
        double grouped = grouped();
        System.out.println("journal single=" + Ratios.figure(single) + " grouped=" + Ratios.figure(grouped));
        return single >= SINGLE_LIMIT && grouped >= GROUPED_LIMIT;
    }

    /** Throughput through submit in terms of that of bare append-and-force. */
    private double single() throws Exception {
        Ratios ratios = new Ratios();
        Path bare = folder.resolve("bare");
        preallocate(bare);
        try (LocalMoneyCore core = open("single");
                FileChannel file = FileChannel.open(bare, StandardOpenOption.WRITE)) {
            for (int pair = -WARM_UP; pair < PAIRS; pair++) {
                long reference = appendNs(file);
                long measured = submitNs(core);
                say("single", pair, reference / SINGLES, measured / SINGLES);
                if (pair >= 0) {
                    ratios.addThroughputs(measured, reference);
                }
            }
        }
        return ratios.median();
    }

    /** Throughput with the journal in terms of that without. */
    private double grouped() throws Exception {
        Ratios ratios = new Ratios();
        try (LocalMoneyCore durable = open("durable");
                LocalMoneyCore numbered = prepared(LocalMoneyCore.open(
                        folder.resolve("numbered"), Clock.systemUTC(), MoneyCoreOptions.DEFAULT, NumberingLog::new))) {
            for (int pair = -WARM_UP; pair < PAIRS; pair++) {
                long reference = flightNs(numbered);
                long measured = flightNs(durable);
                say("grouped", pair, reference / GROUPED, measured / GROUPED);
                if (pair >= 0) {
                    ratios.addThroughputs(measured, reference);
                }
            }
        }
        return ratios.median();
    }

    private static void say(String what, int pair, long referenceNs, long measuredNs) {
        System.out.println(what + " " + (pair < 0 ? "warm-up" : "pair " + (pair + 1)) + ": reference " + referenceNs
                + " ns, journal " + measuredNs + " ns a record");
    }

    private LocalMoneyCore open(String name) throws Exception {
        return prepared(LocalMoneyCore.open(folder.resolve(name), Clock.systemUTC()));
    }

    private LocalMoneyCore prepared(LocalMoneyCore core) throws Exception {
        require(core.submit(id(), new AssetCommand.ListAsset(new Asset(ASSET, 8))));
        return core;
    }

    private long submitNs(MoneyCore core) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < SINGLES; i++) {
            require(core.submit(id(), POST));
        }
        return System.nanoTime() - start;
    }

    private static long appendNs(FileChannel file) throws IOException {
        ByteBuffer record = ByteBuffer.allocateDirect(BARE_RECORD_BYTES);
        long start = System.nanoTime();
        for (int i = 0; i < SINGLES; i++) {
            record.clear();
            record.putLong(0, i + 1L);
            file.write(record, (long) i * BARE_RECORD_BYTES);
            file.force(false);
        }
        return System.nanoTime() - start;
    }

    private long flightNs(MoneyCore core) throws Exception {
        Semaphore places = new Semaphore(IN_FLIGHT);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        long start = System.nanoTime();
        for (int i = 0; i < GROUPED; i++) {
            places.acquire();
            CompletableFuture<Result> unused = core.submitAsync(id(), POST).whenComplete((result, failed) -> {
                if (failed != null) {
                    failure.set(failed);
                } else if (!(result instanceof Result.Applied)) {
                    failure.set(new IllegalStateException(result.toString()));
                }
                places.release();
            });
        }
        places.acquire(IN_FLIGHT);
        long elapsed = System.nanoTime() - start;
        if (failure.get() != null) {
            throw new IllegalStateException("a submit failed", failure.get());
        }
        return elapsed;
    }

    private static void require(Result result) {
        if (!(result instanceof Result.Applied)) {
            throw new IllegalStateException(result.toString());
        }
    }

    /** Never the same twice; spread like real ids, which are hashes. */
    private CommandId id() {
        long n = nextId++;
        return new CommandId(n * 0x9e3779b97f4a7c15L, n);
    }

    private static void preallocate(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocate(1 << 20);
            for (int at = 0; at < BARE_FILE_BYTES; at += zeros.capacity()) {
                zeros.clear();
                channel.write(zeros, at);
            }
            channel.force(true);
        }
    }
}
