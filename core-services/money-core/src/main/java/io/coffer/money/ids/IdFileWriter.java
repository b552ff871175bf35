// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.ids;

import io.coffer.money.journal.BlockWriter;
import io.coffer.money.journal.Hash;
import io.coffer.money.journal.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;

/**
 * Writes an id file from ids in ascending order, in constant memory. All blocks are {@value #BLOCK_BYTES} bytes
 * with a checksum each (see {@link BlockWriter}).
 *
 * <pre>
 * runs        {@value #RUN_BLOCKS} blocks of {@value #BLOCK_IDS} entries each (the last run may be shorter), then its head
 * head        the first id of each of the run's blocks (16 bytes each), then a Bloom filter over its ids
 * index       the first id of each run, {@value #INDEX_IDS} to a block
 * trailer     version, level, first and last spill, ids, runs, SHA-256 over the checksums of all other blocks
 * </pre>
 */
final class IdFileWriter implements Closeable {
    static final int BLOCK_BYTES = 4096;
    static final int KIND = 0x49445331;
    static final int VERSION = 1;
    static final int BLOCK_IDS = (BLOCK_BYTES - BlockWriter.CHECKSUM_BYTES) / IdOrder.ENTRY_BYTES;
    static final int RUN_BLOCKS = 20;
    static final int RUN_IDS = RUN_BLOCKS * BLOCK_IDS;
    static final int KEY_BYTES = 16;
    static final int INDEX_IDS = (BLOCK_BYTES - BlockWriter.CHECKSUM_BYTES) / KEY_BYTES;
    static final int TRAILER_BYTES = 2 * Integer.BYTES + 4 * Long.BYTES + Hash.BYTES;

    private final Storage storage;
    private final String temporary;
    private final BlockWriter blocks;
    private final byte[] entries = new byte[BLOCK_IDS * IdOrder.ENTRY_BYTES];
    private final byte[] head = new byte[BLOCK_BYTES - BlockWriter.CHECKSUM_BYTES];
    private int inBlock;
    private int blocksInRun;
    private long ids;
    private byte[] index = new byte[KEY_BYTES];
    private int runs;
    private long lastHigh;
    private long lastLow;

    /** @param temporary the name until the file is whole */
    IdFileWriter(Storage storage, String temporary) throws IOException {
        this.storage = storage;
        this.temporary = temporary;
        storage.delete(temporary);
        this.blocks = new BlockWriter(storage.create(temporary), BLOCK_BYTES, KIND);
    }

    void add(long high, long low, long fingerprint, long position) throws IOException {
        if (ids > 0 && IdOrder.compare(lastHigh, lastLow, high, low) >= 0) {
            throw new IllegalStateException(
                    "an id was applied twice, or ids are out of order, at position " + position);
        }
        if (inBlock == 0) {
            beginBlock(high, low);
        }
        IdOrder.put(entries, inBlock * IdOrder.ENTRY_BYTES, high, low, fingerprint, position);
        IdFilter.add(head, high, low);
        lastHigh = high;
        lastLow = low;
        ids++;
        if (++inBlock == BLOCK_IDS) {
            endBlock();
        }
    }

    private void beginBlock(long high, long low) {
        putKey(head, blocksInRun, high, low);
        if (blocksInRun == 0) {
            if (index.length < (runs + 1) * KEY_BYTES) {
                index = Arrays.copyOf(index, index.length * 2);
            }
            putKey(index, runs++, high, low);
        }
    }

    private static void putKey(byte[] keys, int number, long high, long low) {
        IdOrder.putLong(keys, number * KEY_BYTES, high);
        IdOrder.putLong(keys, number * KEY_BYTES + Long.BYTES, low);
    }

    private void endBlock() throws IOException {
        blocks.write(entries, 0, inBlock * IdOrder.ENTRY_BYTES);
        inBlock = 0;
        if (++blocksInRun == RUN_BLOCKS) {
            endRun();
        }
    }

    private void endRun() throws IOException {
        blocks.write(head, 0, head.length);
        Arrays.fill(head, (byte) 0);
        blocksInRun = 0;
    }

    /** Completes the file, gives it its name, and returns when it is durable. */
    IdFileInfo finish(int level, long firstSpill, long lastSpill) throws IOException {
        if (inBlock > 0) {
            endBlock();
        }
        if (blocksInRun > 0) {
            endRun();
        }
        for (int run = 0; run < runs; run += INDEX_IDS) {
            blocks.write(index, run * KEY_BYTES, Math.min(INDEX_IDS, runs - run) * KEY_BYTES);
        }
        IdFileInfo info = new IdFileInfo(level, firstSpill, lastSpill, ids, blocks.hash());
        blocks.write(trailer(info, runs), 0, TRAILER_BYTES);
        blocks.force();
        blocks.close();
        storage.rename(temporary, info.name());
        storage.forceFolder();
        return info;
    }

    private static byte[] trailer(IdFileInfo info, long runs) {
        byte[] bytes = new byte[TRAILER_BYTES];
        IdOrder.putLong(bytes, 0, (long) VERSION << Integer.SIZE | info.level());
        IdOrder.putLong(bytes, 8, info.firstSpill());
        IdOrder.putLong(bytes, 16, info.lastSpill());
        IdOrder.putLong(bytes, 24, info.ids());
        IdOrder.putLong(bytes, 32, runs);
        System.arraycopy(info.hash().bytes(), 0, bytes, 40, Hash.BYTES);
        return bytes;
    }

    /** Gives up an unfinished file; its temporary name is swept later. */
    @Override
    public void close() throws IOException {
        blocks.close();
    }
}
