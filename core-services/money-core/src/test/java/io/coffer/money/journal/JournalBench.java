// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Measures what durability costs, with a state machine that does next to nothing: one client in flight against
 * bare append-and-force, and 1024 in flight against the same path without hashing, writing and forcing. Run by
 * hand: {@code JournalBench <folder>}.
 */
public final class JournalBench {
    private static final int PAYLOAD_BYTES = 160;
    private static final int ROUNDS = 9;

    private JournalBench() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(arguments[0]), "journal-bench");
        double[] single = new double[ROUNDS];
        double[] grouped = new double[ROUNDS];
        try (FolderStorage storage = FolderStorage.open(folder);
                Journal journal = Journal.open(
                        new JournalEnvironment(
                                storage,
                                System::nanoTime,
                                () -> ThreadLocalRandom.current().nextLong(),
                                JournalEvents.NONE),
                        JournalOptions.DEFAULT)) {
            UnwrittenLog unwritten = new UnwrittenLog();
            for (int round = 0; round < ROUNDS; round++) {
                double bare = bare(folder.resolve("bare"), 4_000);
                double through = blocking(journal, 4_000);
                double durable = inFlight(journal, 400_000);
                double without = inFlight(unwritten, 400_000);
                single[round] = through / bare;
                grouped[round] = durable / without;
                System.out.printf(
                        Locale.ROOT,
                        "bare %.0f/s submit %.0f/s ratio %.2f   1024 durable %.0f/s unwritten %.0f/s ratio %.2f%n",
                        bare,
                        through,
                        single[round],
                        durable,
                        without,
                        grouped[round]);
            }
        }
        Arrays.sort(single);
        Arrays.sort(grouped);
        System.out.printf(Locale.ROOT, "journal single=%.2f grouped=%.2f%n", single[ROUNDS / 2], grouped[ROUNDS / 2]);
    }

    private static double bare(Path file, int count) throws IOException {
        int frames = Frame.HEADER_BYTES + PAYLOAD_BYTES + Frame.SEAL_BYTES;
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(ByteBuffer.allocate(16 << 20), 0);
            channel.force(true);
            ByteBuffer buffer = ByteBuffer.allocateDirect(frames);
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                channel.write(buffer.clear(), (long) i * frames);
                channel.force(false);
            }
            return count * 1e9 / (System.nanoTime() - start);
        }
    }

    private static double blocking(CommitLog log, int count) throws UnacknowledgedException {
        try (GroupCommit<Long, Long> engine = new GroupCommit<>(log, new Adder(), GroupCommit.Options.forTerm(1))) {
            long start = System.nanoTime();
            for (long i = 0; i < count; i++) {
                engine.submit(i);
            }
            return count * 1e9 / (System.nanoTime() - start);
        }
    }

    private static double inFlight(CommitLog log, int count) throws InterruptedException {
        Semaphore free = new Semaphore(1024);
        Completion<Long> completion = new Completion<>() {
            @Override
            public void acknowledged(Long result) {
                free.release();
            }

            @Override
            public void failed(UnacknowledgedException cause) {
                throw new IllegalStateException(cause);
            }
        };
        try (GroupCommit<Long, Long> engine = new GroupCommit<>(log, new Adder(), GroupCommit.Options.forTerm(1))) {
            long start = System.nanoTime();
            for (long i = 0; i < count; i++) {
                free.acquire();
                engine.submitAsync(i, completion);
            }
            free.acquire(1024);
            return count * 1e9 / (System.nanoTime() - start);
        }
    }

    /** A state machine that is one sum. */
    private static final class Adder implements CommandHandler<Long, Long> {
        private final byte[] body = new byte[PAYLOAD_BYTES - Long.BYTES];
        private long sum;

        @Override
        public Optional<Long> due() {
            return Optional.empty();
        }

        @Override
        public void encode(Long command, ByteBuffer into) {
            into.putLong(command).put(body);
        }

        @Override
        public Long apply(long position, long term, Long command) {
            sum += command;
            return sum;
        }
    }
}
