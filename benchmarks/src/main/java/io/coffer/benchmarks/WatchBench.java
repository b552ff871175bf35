// SPDX-License-Identifier: Apache-2.0
package io.coffer.benchmarks;

import io.coffer.campaign.Arguments;
import io.coffer.families.EncodedTransfers;
import io.coffer.families.UnreadableTransactionException;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.Movement;
import io.coffer.wallet.scan.WatchTable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What a transaction costs, decoded, hashed and looked up, while ten million addresses are watched, against the same
 * while it is a thousand; and what an address takes in memory.
 *
 * <p>Every transaction is looked up once and comes once, so that no table finds its entries in the cache for having been
 * asked before. One of {@value #HIT_EVERY} is to an address that is watched, any of all of them; which were found is
 * compared with which were meant.
 */
final class WatchBench {
    private static final int FEW = 1_000;
    private static final int MANY = 10_000_000;
    private static final int PAIRS = 15;
    private static final int WARM_UP = 3;
    private static final int BLOCKS = 500;
    private static final int BLOCK_TRANSACTIONS = 200;
    /** As many as the wallet asks for at once, unless it is configured otherwise. */
    private static final int PAGE_BLOCKS = 50;

    private static final int HIT_EVERY = 50;
    private static final int TRANSACTIONS = BLOCKS * BLOCK_TRANSACTIONS;
    private static final int ADDRESS_BYTES = 20;
    private static final double TIME_LIMIT = 1.5;
    private static final double BYTES_LIMIT = 64;
    /** A collection may leave what the one before it only found. */
    private static final int COLLECTIONS = 3;

    private final long seed;
    private final WatchTable few;
    private final WatchTable many;

    private WatchBench(long seed, WatchTable few, WatchTable many) {
        this.seed = seed;
        this.few = few;
        this.many = many;
    }

    static boolean run(Arguments arguments) throws Exception {
        arguments.allowOnly("--launcher", "--work", "--seed");
        long seed = arguments.number("--seed", System.nanoTime());
        System.out.println("seed " + seed + ": " + TRANSACTIONS + " transactions each time, one in " + HIT_EVERY
                + " to a watched address");
        WatchTable few = table(FEW, seed);
        long before = usedBytes();
        long start = System.nanoTime();
        WatchTable many = table(MANY, seed);
        long elapsed = System.nanoTime() - start;
        double bytesPerAddress = (usedBytes() - before) / (double) MANY;
        System.out.println(many.size() + " addresses taken up in " + elapsed / 1_000_000 + " ms, "
                + figure(bytesPerAddress)
                + " bytes each in the table that blocks are searched with; what the books know of"
                + " an address comes on top");
        double ratio = new WatchBench(seed, few, many).measure();
        System.out.println("watch ratio=" + Ratios.figure(ratio) + " bytesPerAddress=" + figure(bytesPerAddress));
        return ratio <= TIME_LIMIT && bytesPerAddress <= BYTES_LIMIT;
    }

    private static WatchTable table(int count, long seed) {
        WatchTable table = new WatchTable(
                EncodedTransfers.CHAIN, count, index -> EncodedTransfers.address(watched(seed, index)), seed);
        if (table.size() != count) {
            throw new IllegalStateException(table.size() + " addresses in the table instead of " + count);
        }
        return table;
    }

    private double measure() throws UnreadableTransactionException {
        Ratios ratios = new Ratios();
        for (int pair = -WARM_UP; pair < PAIRS; pair++) {
            Pass ofFew = new Pass(few, transfers(pair, FEW));
            Pass ofMany = new Pass(many, transfers(pair, MANY));
            // Whoever comes first in a pair may have the warmer or the colder machine.
            if (pair % 2 == 0) {
                ofFew.run();
                ofMany.run();
            } else {
                ofMany.run();
                ofFew.run();
            }
            System.out.println((pair < 0 ? "warm-up" : "pair " + (pair + 1)) + ": a thousand " + ofFew
                    + ", ten million " + ofMany);
            if (pair >= 0) {
                ratios.addTimes(ofMany.totalNs, ofFew.totalNs);
            }
        }
        return ratios.median();
    }

    /** Blocks of encoded transfers; for both tables of a pair the same but for those that pay to watched addresses. */
    private List<List<byte[]>> transfers(int pair, int watchedCount) {
        SplittableRandom random = new SplittableRandom(seed + pair);
        SplittableRandom choice = new SplittableRandom(~seed + pair);
        List<List<byte[]>> blocks = new ArrayList<>();
        for (int i = 0; i < BLOCKS; i++) {
            List<byte[]> block = new ArrayList<>();
            for (int j = 0; j < BLOCK_TRANSACTIONS; j++) {
                byte[] to = new byte[ADDRESS_BYTES];
                random.nextBytes(to);
                boolean hit = (i * BLOCK_TRANSACTIONS + j) % HIT_EVERY == 0;
                block.add(EncodedTransfers.encode(random, hit ? watched(seed, choice.nextInt(watchedCount)) : to));
            }
            blocks.add(block);
        }
        return blocks;
    }

    /** The bytes of the watched address of an index. */
    private static byte[] watched(long seed, int index) {
        SplittableRandom random = new SplittableRandom(seed ^ (index * 0x9e3779b97f4a7c15L));
        return ByteBuffer.allocate(ADDRESS_BYTES)
                .putLong(random.nextLong())
                .putLong(random.nextLong())
                .putInt(random.nextInt())
                .array();
    }

    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static String figure(double bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes);
    }

    /** One table's way through the blocks. */
    private static final class Pass {
        private final WatchTable table;
        private final List<List<byte[]>> blocks;
        private long totalNs;
        private long searchNs;

        Pass(WatchTable table, List<List<byte[]>> blocks) {
            this.table = table;
            this.blocks = blocks;
        }

        void run() throws UnreadableTransactionException {
            int found = 0;
            long start = System.nanoTime();
            for (int from = 0; from < blocks.size(); from += PAGE_BLOCKS) {
                List<BlockEvent.Added> page = decode(from, blocks.subList(from, from + PAGE_BLOCKS));
                long decoded = System.nanoTime();
                found += table.candidates(page).size();
                searchNs += System.nanoTime() - decoded;
            }
            totalNs = System.nanoTime() - start;
            if (found != TRANSACTIONS / HIT_EVERY) {
                throw new IllegalStateException(found + " transactions found instead of " + TRANSACTIONS / HIT_EVERY);
            }
        }

        private static List<BlockEvent.Added> decode(int from, List<List<byte[]>> blocks)
                throws UnreadableTransactionException {
            List<BlockEvent.Added> page = new ArrayList<>();
            for (int i = 0; i < blocks.size(); i++) {
                List<Movement> movements = new ArrayList<>();
                for (byte[] encoded : blocks.get(i)) {
                    movements.add(EncodedTransfers.decode(encoded));
                }
                int height = from + i;
                page.add(new BlockEvent.Added(
                        new BlockRef(height, Integer.toHexString(height)), Integer.toHexString(height - 1), movements));
            }
            return page;
        }

        @Override
        public String toString() {
            return totalNs / TRANSACTIONS + " ns a transaction (" + searchNs / TRANSACTIONS + " of it the search)";
        }
    }
}
