// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.format;

import java.util.Comparator;

/**
 * An output of a transaction, by its place.
 *
 * @param index position among the outputs, 0 to 2^32-1
 */
public record Outpoint(Octets transaction, long index) implements Comparable<Outpoint> {
    public static final long MAX_INDEX = 0xffff_ffffL;

    private static final Comparator<Outpoint> ORDER =
            Comparator.comparing(Outpoint::transaction).thenComparingLong(Outpoint::index);

    public Outpoint {
        if (transaction.length() != Hashes.SHA256_LENGTH) {
            throw new IllegalArgumentException("transaction: " + transaction.length() + " bytes, expected 32");
        }
        if (index < 0 || index > MAX_INDEX) {
            throw new IllegalArgumentException("index: not within 0..2^32-1");
        }
    }

    @Override
    public int compareTo(Outpoint other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return transaction + ":" + index;
    }
}
