// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.LongPredicate;

/**
 * A map in two flat arrays, some 30 bytes an entry, from the first eight bytes of a hash to a place in the block file.
 *
 * <p>Two hashes may begin alike: both are kept, and the caller says which of the places it meant.
 */
final class LongIndex {
    private static final int FIRST_CAPACITY = 1 << 10;
    private static final long EMPTY = -1;
    private static final long REMOVED = -2;

    private long[] keys = new long[FIRST_CAPACITY];
    private long[] values = filled(FIRST_CAPACITY);
    private int used;

    /** @param value not negative */
    void put(long key, long value) {
        if (value < 0) {
            throw new IllegalArgumentException("value: negative");
        }
        if ((long) used * 2 >= keys.length) {
            grow();
        }
        int slot = slot(key);
        while (values[slot] != EMPTY) {
            slot = (slot + 1) & (keys.length - 1);
        }
        keys[slot] = key;
        values[slot] = value;
        used++;
    }

    void remove(long key, long value) {
        for (int slot = slot(key); values[slot] != EMPTY; slot = (slot + 1) & (keys.length - 1)) {
            if (keys[slot] == key && values[slot] == value) {
                values[slot] = REMOVED;
                return;
            }
        }
    }

    /** The value of {@code key} that {@code meant} accepts. */
    OptionalLong find(long key, LongPredicate meant) {
        for (int slot = slot(key); values[slot] != EMPTY; slot = (slot + 1) & (keys.length - 1)) {
            if (keys[slot] == key && values[slot] != REMOVED && meant.test(values[slot])) {
                return OptionalLong.of(values[slot]);
            }
        }
        return OptionalLong.empty();
    }

    private int slot(long key) {
        return Long.hashCode(key * 0x9e3779b97f4a7c15L) & (keys.length - 1);
    }

    /** Forgets what was removed, and doubles the room if that does not make enough. */
    private void grow() {
        long[] oldKeys = keys;
        long[] oldValues = values;
        long kept = Arrays.stream(values).filter(value -> value >= 0).count();
        keys = new long[kept * 4 > oldKeys.length ? oldKeys.length * 2 : oldKeys.length];
        values = filled(keys.length);
        used = 0;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] >= 0) {
                put(oldKeys[i], oldValues[i]);
            }
        }
    }

    private static long[] filled(int length) {
        long[] values = new long[length];
        Arrays.fill(values, EMPTY);
        return values;
    }
}
