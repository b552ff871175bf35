// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import io.coffer.api.node.ChainStatus;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Measures how long a chain is without an adapter that answers. Kept in memory only. Any thread may call. */
final class AbsenceRecord {
    private final LongSupplier nanos;
    private OptionalLong goneAtNs = OptionalLong.empty();
    private int count;
    private long lastMs;
    private long longestMs;

    /** @param nanos a clock that never goes back, as {@link System#nanoTime} */
    AbsenceRecord(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The adapter in use has gone. If none has answered since the one before it went, that one still counts. */
    synchronized void gone() {
        if (goneAtNs.isEmpty()) {
            goneAtNs = OptionalLong.of(nanos.getAsLong());
        }
    }

    /** Whether an absence has begun and not ended. */
    synchronized boolean isOpen() {
        return goneAtNs.isPresent();
    }

    /** An adapter has answered. */
    synchronized void answered() {
        if (goneAtNs.isEmpty()) {
            return;
        }
        long ns = nanos.getAsLong() - goneAtNs.getAsLong();
        long ms = TimeUnit.NANOSECONDS.toMillis(ns);
        lastMs = TimeUnit.MILLISECONDS.toNanos(ms) < ns ? ms + 1 : ms;
        longestMs = Math.max(longestMs, lastMs);
        count++;
        goneAtNs = OptionalLong.empty();
    }

    /** Nobody may ask the adapter for now: what began is not counted. */
    synchronized void forget() {
        goneAtNs = OptionalLong.empty();
    }

    synchronized ChainStatus.Absences figures() {
        return new ChainStatus.Absences(count, lastMs, longestMs);
    }
}
