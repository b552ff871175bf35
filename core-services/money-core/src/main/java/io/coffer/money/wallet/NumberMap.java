// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.request.CommandId;
import io.coffer.money.ledger.DenseIndex;
import java.util.Arrays;

/** From a hashed name to a number. Entries stay for ever. */
final class NumberMap {
    private final DenseIndex index = new DenseIndex();
    private int[] numbers = new int[64];

    /** The number, or {@link DenseIndex#ABSENT}. */
    int find(CommandId key) {
        int at = index.find(key);
        return at == DenseIndex.ABSENT ? at : numbers[at];
    }

    void add(CommandId key, int number) {
        int at = index.add(key);
        if (at == numbers.length) {
            numbers = Arrays.copyOf(numbers, at * 2);
        }
        numbers[at] = number;
    }
}
