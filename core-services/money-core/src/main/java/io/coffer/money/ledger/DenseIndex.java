// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.ledger;

import io.coffer.api.request.CommandId;
import java.util.Arrays;

/**
 * Numbers 128-bit keys in the order in which they come, from 0: 24 to 32 bytes a key, whatever its name was. The keys
 * are hashes, so their own bits spread them.
 */
public final class DenseIndex {
    /** What {@link #find} answers for an unknown key. */
    public static final int ABSENT = -1;

    private static final int INITIAL_KEYS = 64;

    private long[] high = new long[INITIAL_KEYS];
    private long[] low = new long[INITIAL_KEYS];
    private int[] slots = new int[INITIAL_KEYS * 2];
    private int size;

    public int size() {
        return size;
    }

    public int find(CommandId key) {
        return find(key.high(), key.low());
    }

    public int find(long keyHigh, long keyLow) {
        int mask = slots.length - 1;
        for (int slot = (int) keyLow & mask; ; slot = (slot + 1) & mask) {
            int number = slots[slot] - 1;
            if (number < 0 || (high[number] == keyHigh && low[number] == keyLow)) {
                return number;
            }
        }
    }

    /** Numbers a key that is not there. */
    public int add(CommandId key) {
        return add(key.high(), key.low());
    }

    public int add(long keyHigh, long keyLow) {
        if (find(keyHigh, keyLow) != ABSENT) {
            throw new IllegalStateException("a key was to be numbered twice");
        }
        if (size == high.length) {
            high = Arrays.copyOf(high, size * 2);
            low = Arrays.copyOf(low, size * 2);
            slots = new int[size * 4];
            for (int number = 0; number < size; number++) {
                place(number);
            }
        }
        high[size] = keyHigh;
        low[size] = keyLow;
        place(size);
        return size++;
    }

    public long high(int number) {
        return high[number];
    }

    public long low(int number) {
        return low[number];
    }

    private void place(int number) {
        int mask = slots.length - 1;
        int slot = (int) low[number] & mask;
        while (slots[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = number + 1;
    }
}
