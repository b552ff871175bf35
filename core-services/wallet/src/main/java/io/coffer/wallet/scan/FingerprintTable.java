// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.spi.chain.Address;
import java.nio.charset.StandardCharsets;

/**
 * A set of addresses of one chain in flat memory: 64 bits of each, hashed with a secret of the process, in tables of
 * open addressing. It may say yes for an address that was never put in (once in 2^64 divided by their number), never no
 * for one that was.
 *
 * <p>At most {@value #MAX_LOAD_PERCENT} per cent of a table are filled, and a table doubles, so an address takes 11 to
 * 23 bytes. There are {@value #SEGMENTS} tables and each grows by itself, so that at ten million addresses a growth
 * moves forty thousand and takes under a millisecond. One thread writes and asks; {@link #size} may be read by any.
 */
final class FingerprintTable {
    static final int SEGMENTS = 256;
    static final int MAX_LOAD_PERCENT = 70;
    private static final int FIRST_SLOTS = 16;
    private static final int SEGMENT_SHIFT = Long.SIZE - 8;

    private final long seed0;
    private final long seed1;
    private final long[][] slots = new long[SEGMENTS][FIRST_SLOTS];
    private final int[] used = new int[SEGMENTS];
    private long count;
    private volatile long size;

    /** @param seed0 secret, so that nobody can make addresses that collide */
    FingerprintTable(long seed0, long seed1) {
        this.seed0 = seed0;
        this.seed1 = seed1;
    }

    /** Puts an address in; again changes nothing. */
    void add(Address address) {
        long fingerprint = fingerprint(address);
        int segment = segment(fingerprint);
        if (!insert(slots[segment], fingerprint)) {
            return;
        }
        used[segment]++;
        count++;
        size = count;
        if (used[segment] * 100L > slots[segment].length * (long) MAX_LOAD_PERCENT) {
            slots[segment] = doubled(slots[segment]);
        }
    }

    boolean mayContain(Address address) {
        long fingerprint = fingerprint(address);
        long[] table = slots[segment(fingerprint)];
        int slot = firstSlot(fingerprint, table.length);
        while (table[slot] != 0) {
            if (table[slot] == fingerprint) {
                return true;
            }
            slot = (slot + 1) & (table.length - 1);
        }
        return false;
    }

    long size() {
        return size;
    }

    /** What the tables take. */
    long bytes() {
        long bytes = 0;
        for (long[] table : slots) {
            bytes += (long) table.length * Long.BYTES;
        }
        return bytes;
    }

    private static long[] doubled(long[] table) {
        long[] larger = new long[table.length * 2];
        for (long fingerprint : table) {
            if (fingerprint != 0) {
                insert(larger, fingerprint);
            }
        }
        return larger;
    }

    /** Whether it was new. */
    private static boolean insert(long[] table, long fingerprint) {
        int slot = firstSlot(fingerprint, table.length);
        while (table[slot] != 0) {
            if (table[slot] == fingerprint) {
                return false;
            }
            slot = (slot + 1) & (table.length - 1);
        }
        table[slot] = fingerprint;
        return true;
    }

    private static int segment(long fingerprint) {
        return (int) (fingerprint >>> SEGMENT_SHIFT);
    }

    private static int firstSlot(long fingerprint, int length) {
        return (int) fingerprint & (length - 1);
    }

    private long fingerprint(Address address) {
        long hash = SipHash.of(seed0, seed1, address.text().getBytes(StandardCharsets.US_ASCII));
        // Zero marks a free slot.
        return hash == 0 ? 1 : hash;
    }
}
