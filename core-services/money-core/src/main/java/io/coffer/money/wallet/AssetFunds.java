// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.money.codec.BinaryIn;
import io.coffer.money.codec.BinaryOut;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;

/**
 * What addresses have free of one asset, by the numbers of the addresses: 36 to 72 bytes for each that ever had any.
 * Those that have something stand in a heap, the richest first, so that they are found without a look at the others.
 */
final class AssetFunds {
    private static final int INITIAL_ROWS = 16;
    /** Wider numbers than two longs hold are kept beside: an asset with very many decimals may have them. */
    private static final int ROW_BITS = 2 * Long.SIZE - 1;

    private static final int NOWHERE = -1;

    private final IntIndex rows = new IntIndex();
    private long[] high = new long[INITIAL_ROWS];
    private long[] low = new long[INITIAL_ROWS];
    private final Map<Integer, BigInteger> wide = new HashMap<>();
    /** Rows with more than nothing; the children of place p are at 2p + 1 and 2p + 2, and neither is richer. */
    private int[] heap = new int[INITIAL_ROWS];
    /** Of each row its place in the heap, or {@link #NOWHERE}. */
    private int[] places = new int[INITIAL_ROWS];

    private int heapSize;

    BigInteger units(int address) {
        int row = rows.find(address);
        return row == IntIndex.ABSENT ? BigInteger.ZERO : number(row);
    }

    /** Below zero is allowed. */
    void add(int address, BigInteger units) {
        int before = rows.size();
        int row = rows.number(address);
        if (row == before) {
            grow(row + 1);
            places[row] = NOWHERE;
        }
        set(row, number(row).add(units));
        rank(row);
    }

    private void grow(int count) {
        if (count > high.length) {
            int length = high.length * 2;
            high = Arrays.copyOf(high, length);
            low = Arrays.copyOf(low, length);
            heap = Arrays.copyOf(heap, length);
            places = Arrays.copyOf(places, length);
        }
    }

    private BigInteger number(int row) {
        if (!wide.isEmpty()) {
            BigInteger kept = wide.get(row);
            if (kept != null) {
                return kept;
            }
        }
        if (high[row] == low[row] >> (Long.SIZE - 1)) {
            return BigInteger.valueOf(low[row]);
        }
        BigInteger lower = BigInteger.valueOf(low[row] & Long.MAX_VALUE);
        return BigInteger.valueOf(high[row])
                .shiftLeft(Long.SIZE)
                .add(low[row] < 0 ? lower.setBit(Long.SIZE - 1) : lower);
    }

    private void set(int row, BigInteger units) {
        if (units.bitLength() > ROW_BITS) {
            wide.put(row, units);
        } else {
            wide.remove(row);
            high[row] = units.shiftRight(Long.SIZE).longValueExact();
            low[row] = units.longValue();
        }
    }

    /** Whether a row comes before another: it has more, or as much and its address is older. */
    private boolean isBefore(int row, int other) {
        int more = compare(row, other);
        return more > 0 || (more == 0 && rows.key(row) < rows.key(other));
    }

    private int compare(int row, int other) {
        if (!wide.isEmpty() && (wide.containsKey(row) || wide.containsKey(other))) {
            return number(row).compareTo(number(other));
        }
        int upper = Long.compare(high[row], high[other]);
        return upper != 0 ? upper : Long.compareUnsigned(low[row], low[other]);
    }

    /** Puts a row that changed into its place. */
    private void rank(int row) {
        boolean has = number(row).signum() > 0;
        if (has && places[row] == NOWHERE) {
            put(row, heapSize++);
        } else if (!has && places[row] != NOWHERE) {
            int gap = places[row];
            int last = heap[--heapSize];
            places[row] = NOWHERE;
            if (last != row) {
                put(last, gap);
                settle(gap);
            }
        }
        if (has) {
            settle(places[row]);
        }
    }

    private void put(int row, int place) {
        heap[place] = row;
        places[row] = place;
    }

    private void settle(int start) {
        int place = start;
        while (place > 0 && isBefore(heap[place], heap[(place - 1) / 2])) {
            place = swap(place, (place - 1) / 2);
        }
        while (true) {
            int first = place;
            for (int child = 2 * place + 1; child <= 2 * place + 2 && child < heapSize; child++) {
                first = isBefore(heap[child], heap[first]) ? child : first;
            }
            if (first == place) {
                return;
            }
            place = swap(place, first);
        }
    }

    private int swap(int place, int other) {
        int row = heap[place];
        put(heap[other], place);
        put(row, other);
        return other;
    }

    /** Numbers of the richest addresses that are wanted and have at least so much, richest first. */
    List<Integer> richest(BigInteger atLeast, int limit, IntPredicate wanted) {
        List<Integer> found = new ArrayList<>();
        PriorityQueue<Integer> next =
                new PriorityQueue<>((one, other) -> one.equals(other) ? 0 : isBefore(heap[one], heap[other]) ? -1 : 1);
        if (heapSize > 0) {
            next.add(0);
        }
        while (!next.isEmpty() && found.size() < limit) {
            int place = next.remove();
            int row = heap[place];
            if (number(row).compareTo(atLeast) < 0) {
                break;
            }
            if (wanted.test(rows.key(row))) {
                found.add(rows.key(row));
            }
            for (int child = 2 * place + 1; child <= 2 * place + 2 && child < heapSize; child++) {
                next.add(child);
            }
        }
        return found;
    }

    /**
     * Calls for each address with at least so much, among some that ever had any, in the order in which they first had.
     *
     * @param from place in that order
     * @param each says whether there is room for more
     * @return the place behind the last that was looked at, or -1 at the end
     */
    int among(int from, int most, BigInteger atLeast, IntPredicate each) {
        int end = (int) Math.min(rows.size(), from + (long) most);
        for (int row = from; row < end; row++) {
            boolean has = places[row] != NOWHERE && number(row).compareTo(atLeast) >= 0;
            if (has && !each.test(rows.key(row))) {
                return row + 1 < rows.size() ? row + 1 : NOWHERE;
            }
        }
        return end < rows.size() ? end : NOWHERE;
    }

    void writeTo(BinaryOut out) {
        out.count(rows.size());
        for (int row = 0; row < rows.size(); row++) {
            out.count(rows.key(row));
            out.big(number(row));
        }
    }

    /** @param addresses how many there are */
    static AssetFunds readFrom(BinaryIn in, int addresses) throws IOException {
        AssetFunds funds = new AssetFunds();
        int count = in.count(addresses);
        for (int row = 0; row < count; row++) {
            int address = in.count(addresses - 1);
            if (funds.rows.find(address) != IntIndex.ABSENT) {
                throw in.broken("funds of address " + address + " twice");
            }
            funds.add(address, in.big());
        }
        return funds;
    }
}
