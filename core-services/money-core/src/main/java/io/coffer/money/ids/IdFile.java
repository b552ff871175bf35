// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.ids;

import io.coffer.money.journal.BlockReader;
import io.coffer.money.journal.Hash;
import io.coffer.money.journal.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An immutable file of ids, open for reading. Every block is verified when it is read. One thread. */
final class IdFile implements Closeable {
    private static final String NEXT_STEP = "Ids applied long ago are in it, so the node stops rather than "
            + "apply one twice; restore this file from a backup, or delete the snapshots that name it and "
            + "replay the journal from one before them";

    private final IdFileInfo info;
    private final BlockReader blocks;
    private final int runs;

    /** The first id of each run. */
    private final long[] index;

    /** The heads of all runs, if there is memory for them. */
    private byte @Nullable [][] heads;

    private final byte[] head = new byte[IdFileWriter.BLOCK_BYTES];
    private final byte[] block = new byte[IdFileWriter.BLOCK_BYTES];

    /**
     * Opens the file that a manifest names, and no other of that name.
     *
     * @throws io.coffer.money.journal.CorruptFileException if it is another, or damaged where it is read
     */
    IdFile(Storage storage, IdFileInfo info) throws IOException {
        this.info = info;
        this.runs = (int) divideUp(info.ids(), IdFileWriter.RUN_IDS);
        this.index = new long[2 * runs];
        this.blocks = new BlockReader(storage, info.name(), IdFileWriter.BLOCK_BYTES, IdFileWriter.KIND, NEXT_STEP);
        try {
            checkTrailer();
            readIndex();
        } catch (IOException e) {
            blocks.close();
            throw e;
        }
    }

    /** Opens a finished file by what it says of itself. */
    static IdFile describingItself(Storage storage, String name) throws IOException {
        byte[] trailer = new byte[IdFileWriter.BLOCK_BYTES];
        try (BlockReader blocks =
                new BlockReader(storage, name, IdFileWriter.BLOCK_BYTES, IdFileWriter.KIND, NEXT_STEP)) {
            blocks.read(blocks.blocks() - 1, trailer);
            IdFileInfo info = new IdFileInfo(
                    (int) IdOrder.longAt(trailer, 0),
                    IdOrder.longAt(trailer, 8),
                    IdOrder.longAt(trailer, 16),
                    IdOrder.longAt(trailer, 24),
                    Hash.of(trailer, 40));
            if (!info.name().equals(name)) {
                throw blocks.corrupt(blocks.blocks() - 1, "this is file " + info.name());
            }
            return new IdFile(storage, info);
        }
    }

    private static long divideUp(long value, int by) {
        return (value + by - 1) / by;
    }

    private long dataBlocks() {
        return divideUp(info.ids(), IdFileWriter.BLOCK_IDS);
    }

    private long trailerBlock() {
        return dataBlocks() + runs + divideUp(runs, IdFileWriter.INDEX_IDS);
    }

    private void checkTrailer() throws IOException {
        if (blocks.blocks() != trailerBlock() + 1) {
            throw blocks.corrupt(
                    Math.min(blocks.blocks(), trailerBlock() + 1),
                    "the file has " + blocks.blocks() + " blocks instead of " + (trailerBlock() + 1));
        }
        blocks.read(trailerBlock(), block);
        boolean same = IdOrder.longAt(block, 0) == ((long) IdFileWriter.VERSION << Integer.SIZE | info.level())
                && IdOrder.longAt(block, 8) == info.firstSpill()
                && IdOrder.longAt(block, 16) == info.lastSpill()
                && IdOrder.longAt(block, 24) == info.ids()
                && Hash.of(block, 40).equals(info.hash());
        if (!same) {
            throw blocks.corrupt(trailerBlock(), "this is not the file that the snapshot names");
        }
    }

    private void readIndex() throws IOException {
        long start = dataBlocks() + runs;
        for (int run = 0; run < runs; run++) {
            int inBlock = run % IdFileWriter.INDEX_IDS;
            if (inBlock == 0) {
                blocks.read(start + run / IdFileWriter.INDEX_IDS, block);
            }
            index[2 * run] = IdOrder.longAt(block, inBlock * IdFileWriter.KEY_BYTES);
            index[2 * run + 1] = IdOrder.longAt(block, inBlock * IdFileWriter.KEY_BYTES + Long.BYTES);
        }
    }

    IdFileInfo info() {
        return info;
    }

    /** The length of the file. */
    long bytes() {
        return blocks.blocks() * IdFileWriter.BLOCK_BYTES;
    }

    /** The memory that {@link #loadHeads} would take. */
    long headBytes() {
        return (long) runs * IdFileWriter.BLOCK_BYTES;
    }

    /** The memory that loaded heads take. */
    long loadedBytes() {
        return heads == null ? 0 : headBytes();
    }

    /** Keeps the heads of all runs in memory. */
    void loadHeads() throws IOException {
        byte[][] loaded = new byte[runs][];
        for (int run = 0; run < runs; run++) {
            byte[] bytes = new byte[IdFileWriter.BLOCK_BYTES];
            blocks.read(headBlock(run), bytes);
            loaded[run] = bytes;
        }
        heads = loaded;
    }

    private static long firstBlock(int run) {
        return (long) run * (IdFileWriter.RUN_BLOCKS + 1);
    }

    private long headBlock(int run) {
        return firstBlock(run) + blocksIn(run);
    }

    private int blocksIn(int run) {
        return (int) Math.min(IdFileWriter.RUN_BLOCKS, dataBlocks() - (long) run * IdFileWriter.RUN_BLOCKS);
    }

    Optional<AppliedId> find(long high, long low) throws IOException {
        int run = lastRunFrom(high, low);
        if (run < 0) {
            return Optional.empty();
        }
        byte[] keys = headOf(run);
        if (!IdFilter.mayHold(keys, high, low)) {
            return Optional.empty();
        }
        int inRun = lastBlockFrom(keys, blocksIn(run), high, low);
        blocks.read(firstBlock(run) + inRun, block);
        long before = ((long) run * IdFileWriter.RUN_BLOCKS + inRun) * IdFileWriter.BLOCK_IDS;
        return findInBlock(high, low, (int) Math.min(IdFileWriter.BLOCK_IDS, info.ids() - before));
    }

    private byte[] headOf(int run) throws IOException {
        byte[][] loaded = heads;
        if (loaded != null) {
            return loaded[run];
        }
        blocks.read(headBlock(run), head);
        return head;
    }

    /** The last run whose first id is not above the given one, or -1. */
    private int lastRunFrom(long high, long low) {
        int from = 0;
        int to = runs - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            if (IdOrder.compare(index[2 * middle], index[2 * middle + 1], high, low) <= 0) {
                from = middle + 1;
            } else {
                to = middle - 1;
            }
        }
        return to;
    }

    private static int lastBlockFrom(byte[] keys, int count, long high, long low) {
        int number = count - 1;
        while (number > 0 && compareAt(keys, number * IdFileWriter.KEY_BYTES, high, low) > 0) {
            number--;
        }
        return number;
    }

    private static int compareAt(byte[] bytes, int offset, long high, long low) {
        return IdOrder.compare(IdOrder.longAt(bytes, offset), IdOrder.longAt(bytes, offset + Long.BYTES), high, low);
    }

    private Optional<AppliedId> findInBlock(long high, long low, int count) {
        int from = 0;
        int to = count - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            int offset = middle * IdOrder.ENTRY_BYTES;
            int order = compareAt(block, offset, high, low);
            if (order == 0) {
                return Optional.of(
                        new AppliedId(IdOrder.longAt(block, offset + 16), IdOrder.longAt(block, offset + 24)));
            }
            if (order < 0) {
                from = middle + 1;
            } else {
                to = middle - 1;
            }
        }
        return Optional.empty();
    }

    /** Reads the entries in ascending order, on a buffer of its own. */
    Cursor cursor() {
        return new Cursor();
    }

    /** Reads and verifies every block. */
    void verify() throws IOException {
        if (!blocks.hash(trailerBlock()).equals(info.hash())) {
            throw blocks.corrupt(trailerBlock(), "the trailer belongs to other blocks: some were exchanged");
        }
        blocks.read(trailerBlock(), block);
    }

    @Override
    public void close() throws IOException {
        blocks.close();
    }

    /** Goes through the entries; stands on none before the first {@link #next}. */
    final class Cursor {
        private final byte[] entries = new byte[IdFileWriter.BLOCK_BYTES];
        private long number = -1;
        private int offset;

        boolean next() throws IOException {
            if (++number >= info.ids()) {
                return false;
            }
            int inBlock = (int) (number % IdFileWriter.BLOCK_IDS);
            if (inBlock == 0) {
                long dataBlock = number / IdFileWriter.BLOCK_IDS;
                blocks.read(dataBlock + dataBlock / IdFileWriter.RUN_BLOCKS, entries);
            }
            offset = inBlock * IdOrder.ENTRY_BYTES;
            return true;
        }

        long high() {
            return IdOrder.longAt(entries, offset);
        }

        long low() {
            return IdOrder.longAt(entries, offset + 8);
        }

        void addTo(IdFileWriter writer) throws IOException {
            writer.add(high(), low(), IdOrder.longAt(entries, offset + 16), IdOrder.longAt(entries, offset + 24));
        }
    }
}
