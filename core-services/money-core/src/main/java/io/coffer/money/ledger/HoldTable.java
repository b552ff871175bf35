// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.ledger;

import io.coffer.api.ledger.HoldId;
import io.coffer.api.request.CommandId;
import io.coffer.money.codec.BinaryIn;
import io.coffer.money.codec.BinaryOut;
import io.coffer.money.codec.Values;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The open holds, and of every hold that ever was a hash of its id, so that no id comes twice. */
final class HoldTable {
    private final TreeMap<HoldId, Hold> open = new TreeMap<>();
    private final DenseIndex used = new DenseIndex();
    private final Set<HoldId> fresh = new LinkedHashSet<>();

    /** An open hold: an account's row and what is left. */
    static final class Hold {
        final int account;
        long high;
        long low;

        Hold(int account, long high, long low) {
            this.account = account;
            this.high = high;
            this.low = low;
        }

        boolean isEmpty() {
            return high == 0 && low == 0;
        }

        boolean covers(long otherHigh, long otherLow) {
            return high > otherHigh || (high == otherHigh && Long.compareUnsigned(low, otherLow) >= 0);
        }

        void reduce(long lessHigh, long lessLow) {
            long borrow = Long.compareUnsigned(low, lessLow) < 0 ? 1 : 0;
            high = high - lessHigh - borrow;
            low -= lessLow;
        }
    }

    @Nullable
    Hold find(HoldId id) {
        return open.get(id);
    }

    boolean used(HoldId id) {
        return open.containsKey(id) || fresh.contains(id) || used.find(key(id)) != DenseIndex.ABSENT;
    }

    void open(HoldId id, Hold hold) {
        open.put(id, hold);
        fresh.add(id);
    }

    void undoOpen(HoldId id) {
        open.remove(id);
        fresh.remove(id);
    }

    void end(HoldId id) {
        open.remove(id);
    }

    void undoEnd(HoldId id, Hold hold) {
        open.put(id, hold);
    }

    /** The batch is applied: its new ids are used for ever. */
    void settle() {
        for (HoldId id : fresh) {
            used.add(key(id));
        }
        fresh.clear();
    }

    private static CommandId key(HoldId id) {
        return CommandId.of("hold", id.text());
    }

    int openHolds() {
        return open.size();
    }

    void writeTo(BinaryOut out) {
        out.count(used.size());
        for (int i = 0; i < used.size(); i++) {
            out.i64(used.high(i));
            out.i64(used.low(i));
        }
        out.count(open.size());
        open.forEach((id, hold) -> {
            Values.write(out, id);
            out.count(hold.account);
            out.i64(hold.high);
            out.i64(hold.low);
        });
    }

    void readFrom(BinaryIn in, int accounts) throws IOException {
        int usedCount = in.count(Integer.MAX_VALUE);
        for (int i = 0; i < usedCount; i++) {
            used.add(in.i64(), in.i64());
        }
        int openCount = in.count(Integer.MAX_VALUE);
        for (int i = 0; i < openCount; i++) {
            HoldId id = Values.holdId(in);
            open.put(id, new Hold(in.count(accounts - 1), in.i64(), in.i64()));
        }
    }
}
