// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.ids;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * Ids in memory: entries of four longs in the order in which they came, and an open-addressing table of their
 * numbers. No object per entry.
 */
final class RecentIds {
    private static final int LONGS = 4;

    private final int limit;
    private final long[] entries;

    /** The number of an entry plus one, or 0 where the slot is free; at most half of the slots are taken. */
    private final int[] slots;

    private int size;

    RecentIds(int limit) {
        if (limit < 1 || Integer.bitCount(limit) != 1) {
            throw new IllegalArgumentException("the number of recent ids must be a power of two, not " + limit);
        }
        this.limit = limit;
        this.entries = new long[limit * LONGS];
        this.slots = new int[limit * 2];
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size == limit;
    }

    Optional<AppliedId> find(long high, long low) {
        int number = slots[slotOf(high, low)] - 1;
        return number < 0 ? Optional.empty() : Optional.of(new AppliedId(fingerprint(number), position(number)));
    }

    /** Adds an id that is absent; the table is not full. */
    void add(long high, long low, long fingerprint, long position) {
        int slot = slotOf(high, low);
        if (slots[slot] != 0) {
            throw new IllegalStateException("an id was applied twice, the second time at position " + position);
        }
        int at = size * LONGS;
        entries[at] = high;
        entries[at + 1] = low;
        entries[at + 2] = fingerprint;
        entries[at + 3] = position;
        slots[slot] = ++size;
    }

    /** The slot that holds the id, or the free one where it belongs. */
    private int slotOf(long high, long low) {
        int mask = slots.length - 1;
        int slot = (int) IdOrder.mix(high, low) & mask;
        while (slots[slot] != 0 && !holds(slots[slot] - 1, high, low)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private boolean holds(int number, long high, long low) {
        return high(number) == high && low(number) == low;
    }

    long high(int number) {
        return entries[number * LONGS];
    }

    long low(int number) {
        return entries[number * LONGS + 1];
    }

    long fingerprint(int number) {
        return entries[number * LONGS + 2];
    }

    long position(int number) {
        return entries[number * LONGS + 3];
    }

    void clear() {
        Arrays.fill(slots, 0);
        size = 0;
    }

    /** The numbers of the entries, their ids ascending: a merge sort of runs that double. */
    int[] sorted() {
        int[] from = new int[size];
        for (int i = 0; i < size; i++) {
            from[i] = i;
        }
        int[] to = new int[size];
        for (int run = 1; run < size; run *= 2) {
            for (int start = 0; start < size; start += 2 * run) {
                merge(from, to, start, Math.min(start + run, size), Math.min(start + 2 * run, size));
            }
            int[] swap = from;
            from = to;
            to = swap;
        }
        return from;
    }

    private void merge(int[] from, int[] to, int start, int middle, int end) {
        int left = start;
        int right = middle;
        for (int at = start; at < end; at++) {
            boolean takeLeft = right == end || (left < middle && precedes(from[left], from[right]));
            to[at] = takeLeft ? from[left++] : from[right++];
        }
    }

    private boolean precedes(int one, int other) {
        return IdOrder.compare(high(one), low(one), high(other), low(other)) < 0;
    }

    void writeTo(DataOutputStream out) throws IOException {
        out.writeInt(size);
        for (int i = 0; i < size * LONGS; i++) {
            out.writeLong(entries[i]);
        }
    }

    void readFrom(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > limit) {
            throw new IOException("the snapshot holds " + count + " recent ids, the limit is " + limit
                    + "; the limit must stay as it was");
        }
        for (int i = 0; i < count; i++) {
            add(in.readLong(), in.readLong(), in.readLong(), in.readLong());
        }
    }

    /** Adds every entry, in order, to a digest. */
    void addTo(MessageDigest digest) {
        byte[] bytes = new byte[LONGS * Long.BYTES];
        for (int i = 0; i < size; i++) {
            IdOrder.put(bytes, 0, high(i), low(i), fingerprint(i), position(i));
            digest.update(bytes);
        }
    }
}
