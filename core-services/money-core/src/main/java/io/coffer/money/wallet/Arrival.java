// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.money.codec.BinaryIn;
import io.coffer.money.codec.BinaryOut;
import io.coffer.money.codec.Values;
import io.coffer.spi.chain.BlockRef;
import java.io.IOException;
import java.math.BigInteger;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a transaction of the house brought to where it was sent, in its own asset, in one block. Mined elsewhere, it may
 * bring another amount: that is another arrival.
 *
 * @param attempt number of the attempt whose transaction it was
 * @param movements network units by position within the transaction, never none; mostly one. Zero: it was asked, and
 *     nothing came
 */
record Arrival(int attempt, BlockRef block, NavigableMap<Integer, BigInteger> movements) {
    Arrival {
        movements = new TreeMap<>(movements);
    }

    static Arrival of(int attempt, BlockRef block) {
        return new Arrival(attempt, block, new TreeMap<>());
    }

    boolean isIn(int ofAttempt, BlockRef inBlock) {
        return attempt == ofAttempt && block.equals(inBlock);
    }

    /** With one more movement, or one of another amount. */
    Arrival with(int position, BigInteger units) {
        NavigableMap<Integer, BigInteger> more = new TreeMap<>(movements);
        more.put(position, units);
        return new Arrival(attempt, block, more);
    }

    BigInteger units() {
        return movements.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
    }

    void writeTo(BinaryOut out) {
        out.count(attempt);
        Values.write(out, block);
        out.count(movements.size());
        movements.forEach((position, units) -> {
            out.count(position);
            out.big(units);
        });
    }

    static Arrival readFrom(BinaryIn in) throws IOException {
        int attempt = in.count(Integer.MAX_VALUE);
        BlockRef block = Values.blockRef(in);
        NavigableMap<Integer, BigInteger> movements = new TreeMap<>();
        int count = in.count(Integer.MAX_VALUE);
        for (int i = 0; i < count; i++) {
            movements.put(in.count(Integer.MAX_VALUE), in.big());
        }
        return new Arrival(attempt, block, movements);
    }
}
