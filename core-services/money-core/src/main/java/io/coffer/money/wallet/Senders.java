// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.money.codec.BinaryIn;
import io.coffer.money.codec.BinaryOut;
import java.io.IOException;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Of each address that ever sent its next sequence, and for whom it is preparing: 20 to 40 bytes an address. */
final class Senders {
    private static final int INITIAL_ROWS = 16;

    private final IntIndex rows = new IntIndex();
    private long[] next = new long[INITIAL_ROWS];
    /** By address, the number of the withdrawal. There are never more than are between PREPARED and SIGNING. */
    private final NavigableMap<Integer, Integer> busy = new TreeMap<>();

    long nextSequence(int address) {
        int row = rows.find(address);
        return row == IntIndex.ABSENT ? 0 : next[row];
    }

    void setNextSequence(int address, long sequence) {
        int row = rows.number(address);
        if (row == next.length) {
            next = Arrays.copyOf(next, row * 2);
        }
        next[row] = sequence;
    }

    boolean isBusy(int address) {
        return busy.containsKey(address);
    }

    void begin(int address, int withdrawal) {
        busy.put(address, withdrawal);
    }

    void end(int address) {
        busy.remove(address);
    }

    void writeTo(BinaryOut out) {
        out.count(rows.size());
        for (int row = 0; row < rows.size(); row++) {
            out.count(rows.key(row));
            out.count(next[row]);
        }
        out.count(busy.size());
        busy.forEach((address, withdrawal) -> {
            out.count(address);
            out.count(withdrawal);
        });
    }

    /** @param addresses how many there are */
    void readFrom(BinaryIn in, int addresses) throws IOException {
        int count = in.count(addresses);
        for (int row = 0; row < count; row++) {
            int address = in.count(addresses - 1);
            if (rows.find(address) != IntIndex.ABSENT) {
                throw in.broken("the sequence of address " + address + " twice");
            }
            setNextSequence(address, in.count());
        }
        int preparing = in.count(addresses);
        for (int i = 0; i < preparing; i++) {
            int address = in.count(addresses - 1);
            busy.put(address, in.count(Integer.MAX_VALUE));
        }
    }
}
