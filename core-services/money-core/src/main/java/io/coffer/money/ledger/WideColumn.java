// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.ledger;

import java.math.BigInteger;
import java.util.Arrays;

/** A column of numbers from 0 to 2^127-1, two longs each. */
final class WideColumn {
    private static final int INITIAL_ROWS = 64;

    private long[] high = new long[INITIAL_ROWS];
    private long[] low = new long[INITIAL_ROWS];

    /** The upper 64 bits of a number within 0..2^127-1. */
    static long high(BigInteger units) {
        return units.bitLength() < Long.SIZE ? 0 : units.shiftRight(Long.SIZE).longValueExact();
    }

    /** The lower 64 bits. */
    static long low(BigInteger units) {
        return units.longValue();
    }

    static BigInteger number(long high, long low) {
        if (high == 0 && low >= 0) {
            return BigInteger.valueOf(low);
        }
        BigInteger lower = BigInteger.valueOf(low & Long.MAX_VALUE);
        if (low < 0) {
            lower = lower.setBit(Long.SIZE - 1);
        }
        return BigInteger.valueOf(high).shiftLeft(Long.SIZE).add(lower);
    }

    /** Makes room for a row, which begins at zero. */
    void grow(int rows) {
        if (rows > high.length) {
            int length = Math.max(rows, high.length * 2);
            high = Arrays.copyOf(high, length);
            low = Arrays.copyOf(low, length);
        }
    }

    long high(int row) {
        return high[row];
    }

    long low(int row) {
        return low[row];
    }

    BigInteger number(int row) {
        return number(high[row], low[row]);
    }

    void set(int row, long newHigh, long newLow) {
        high[row] = newHigh;
        low[row] = newLow;
    }

    /** Adds, or changes nothing and answers false if the sum would reach 2^127. */
    boolean add(int row, long moreHigh, long moreLow) {
        long sumLow = low[row] + moreLow;
        long carry = Long.compareUnsigned(sumLow, moreLow) < 0 ? 1 : 0;
        // Both parts are below 2^63, so the sum with the carry does not pass 2^64.
        long sumHigh = high[row] + moreHigh + carry;
        if (sumHigh < 0) {
            return false;
        }
        high[row] = sumHigh;
        low[row] = sumLow;
        return true;
    }

    /** Subtracts what was added before. */
    void subtract(int row, long lessHigh, long lessLow) {
        long borrow = Long.compareUnsigned(low[row], lessLow) < 0 ? 1 : 0;
        long restHigh = high[row] - lessHigh - borrow;
        if (restHigh < 0) {
            throw new IllegalStateException("a sum of the ledger fell below zero");
        }
        high[row] = restHigh;
        low[row] -= lessLow;
    }

    /** Whether {@code this[row] >= other[row] + held[row]}; the sum may be greater than a column holds. */
    boolean covers(int row, WideColumn other, WideColumn held) {
        long borrow = Long.compareUnsigned(low[row], other.low[row]) < 0 ? 1 : 0;
        long restHigh = high[row] - other.high[row] - borrow;
        long restLow = low[row] - other.low[row];
        if (restHigh < 0) {
            return false;
        }
        return restHigh > held.high[row]
                || (restHigh == held.high[row] && Long.compareUnsigned(restLow, held.low[row]) >= 0);
    }

    boolean equal(int row, WideColumn other) {
        return high[row] == other.high[row] && low[row] == other.low[row];
    }
}
