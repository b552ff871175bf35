// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import java.util.Arrays;

/** Numbers whole numbers in the order in which they come, from 0: 12 to 24 bytes each. */
final class IntIndex {
    /** What {@link #find} answers for an unknown key. */
    static final int ABSENT = -1;

    private static final int INITIAL_KEYS = 16;
    /** 2^32 divided by the golden ratio: spreads keys that follow one another (Knuth, TAOCP 3, 6.4). */
    private static final int SPREAD = 0x9e3779b9;

    private int[] keys = new int[INITIAL_KEYS];
    private int[] slots = new int[INITIAL_KEYS * 2];
    private int size;

    int size() {
        return size;
    }

    int key(int number) {
        return keys[number];
    }

    int find(int key) {
        int mask = slots.length - 1;
        for (int slot = slot(key, mask); ; slot = (slot + 1) & mask) {
            int number = slots[slot] - 1;
            if (number < 0 || keys[number] == key) {
                return number;
            }
        }
    }

    /** The number of a key, a new one if it has none. */
    int number(int key) {
        int found = find(key);
        if (found != ABSENT) {
            return found;
        }
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
            slots = new int[size * 4];
            for (int number = 0; number < size; number++) {
                place(number);
            }
        }
        keys[size] = key;
        place(size);
        return size++;
    }

    private void place(int number) {
        int mask = slots.length - 1;
        int slot = slot(keys[number], mask);
        while (slots[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = number + 1;
    }

    /** The upper bits of the product are the well mixed ones. */
    private static int slot(int key, int mask) {
        return (key * SPREAD) >>> Integer.numberOfLeadingZeros(mask);
    }
}
