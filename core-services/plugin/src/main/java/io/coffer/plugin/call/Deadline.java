// SPDX-License-Identifier: Apache-2.0
package io.coffer.plugin.call;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Until when a call of the core must be answered, however many questions it takes. */
public final class Deadline {
    private final LongSupplier nanos;
    private final long beganNanos;
    private final long limitNanos;

    /** @param nanos a clock that never goes back, as {@link System#nanoTime} */
    public Deadline(LongSupplier nanos, long limitMs) {
        this.nanos = nanos;
        this.beganNanos = nanos.getAsLong();
        this.limitNanos = TimeUnit.MILLISECONDS.toNanos(limitMs);
    }

    /** Now, by the clock that it is measured with, which never goes back. */
    public long nowNanos() {
        return nanos.getAsLong();
    }

    /** Milliseconds that are left, at least 0. */
    public long leftMs() {
        return TimeUnit.NANOSECONDS.toMillis(Math.max(0, limitNanos - passedNanos()));
    }

    /** Whether what is not needed at once should be left for the next call. */
    public boolean isHalfOver() {
        return passedNanos() > limitNanos / 2;
    }

    private long passedNanos() {
        return nanos.getAsLong() - beganNanos;
    }
}
