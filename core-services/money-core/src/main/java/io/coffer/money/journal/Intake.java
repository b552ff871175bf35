// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue: any thread offers, one thread at a time polls. Without locks, because a client that is put
 * aside while it holds one would hold up every commit.
 */
final class Intake<T> {
    private static final long CLOSED = Long.MIN_VALUE;

    private final AtomicReferenceArray<@Nullable T> slots;
    private final int mask;

    /** Slots claimed so far; the sign says that no more may be. */
    private final AtomicLong tail = new AtomicLong();

    private volatile long head;

    Intake(int limit) {
        if (limit < 1 || Integer.bitCount(limit) != 1) {
            throw new IllegalArgumentException("the limit of a queue must be a power of two, not " + limit);
        }
        slots = new AtomicReferenceArray<>(limit);
        mask = limit - 1;
    }

    /** Queues the item unless the queue is full or closed. */
    Offer offer(T item) {
        long claimed;
        do {
            claimed = tail.get();
            if (claimed < 0) {
                return Offer.CLOSED;
            }
            if (claimed - head > mask) {
                return Offer.FULL;
            }
        } while (!tail.compareAndSet(claimed, claimed + 1));
        slots.set((int) claimed & mask, item);
        return Offer.TAKEN;
    }

    /** The next item, or null if none is ready: one whose offer has not returned yet may not be. */
    @Nullable
    T poll() {
        int slot = (int) head & mask;
        T item = slots.get(slot);
        if (item != null) {
            slots.setPlain(slot, null);
            advance();
        }
        return item;
    }

    // Only the polling thread writes the head, so that no update is lost.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void advance() {
        head++;
    }

    /** Whether {@link #poll} would return an item. Any thread. */
    boolean ready() {
        return slots.get((int) head & mask) != null;
    }

    /** Takes no more offers. */
    void close() {
        tail.getAndUpdate(claimed -> claimed | CLOSED);
    }

    /** Whether the queue is closed and everything that was taken was polled. */
    boolean drained() {
        long claimed = tail.get();
        return claimed < 0 && (claimed & ~CLOSED) == head;
    }

    /** What became of an offer. */
    enum Offer {
        TAKEN,
        FULL,
        CLOSED
    }
}
