// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scripted;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** What goes wrong with the next calls, set by the test. A fault is used up by the call that it hits. */
public final class Faults {
    /** Where a fault strikes. */
    public enum Call {
        READ,
        STATUS,
        FEES,
        SUBMIT,
        ASSEMBLE,
        DERIVE,
        PROBE,
        /** Balances after a block. */
        BALANCES,
        /** A question to a contract. */
        CALL,
        /** What a call of a contract costs. */
        QUOTE
    }

    /** What happens. */
    public enum Fault {
        /** No answer until the caller gives up. */
        HANG,
        /** The node cannot be reached. */
        UNREACHABLE,
        /** The adapter breaks. */
        EXCEPTION,
        /** It answers null. */
        NOTHING,
        /** A page that does not link to what was asked from. */
        WRONG_PARENT,
        /** A page with a height left out. */
        GAP,
        /** More blocks than asked for. */
        TOO_MANY,
        /** Every movement twice. */
        DUPLICATES,
        /** Every movement twice, the second time with one unit more. */
        OTHER_AMOUNTS,
        /** Movements of another chain. */
        OTHER_CHAIN,
        /** The node takes the transaction, but its answer is lost. */
        TAKEN_UNKNOWN,
        /** The node never gets the transaction, and that is not known. */
        LOST_UNKNOWN,
        /** The node takes it and the adapter throws. */
        TAKEN_EXCEPTION,
        /** It says that what is mined had no effect. */
        NO_EFFECT,
        /** The node says that it will never take it. */
        REJECTED,
        /** The node takes it only for more. */
        UNDERPRICED,
        /** The node knows nothing of any transaction. */
        UNKNOWN,
        /** The node answers with an error of its own. */
        REFUSED,
        /** The contract answers what nobody can read. */
        GARBAGE,
        /** The transaction pays somebody else. */
        OTHER_DESTINATION,
        /** The node no longer has the state of that time. */
        FORGOTTEN,
        /** An address that is not of the key. */
        OTHER_ADDRESS
    }

    private final Map<Call, Deque<Fault>> next = new EnumMap<>(Call.class);
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final Map<Call, Fault> lasting = new EnumMap<>(Call.class);

    public synchronized void next(Call call, Fault... faults) {
        for (Fault fault : faults) {
            next.computeIfAbsent(call, c -> new ArrayDeque<>()).add(fault);
        }
    }

    public synchronized void always(Call call, Fault fault) {
        lasting.put(call, fault);
    }

    public synchronized void none() {
        next.clear();
        lasting.clear();
    }

    /** Open once a derivation hangs. */
    public CountDownLatch hanging() {
        return hanging;
    }

    synchronized Optional<Fault> take(Call call) {
        Deque<Fault> queue = next.get(call);
        Fault fault = queue == null || queue.isEmpty() ? lasting.get(call) : queue.poll();
        return Optional.ofNullable(fault);
    }
}
