// SPDX-License-Identifier: Apache-2.0
package io.coffer.money;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Where a core's journaled time comes from.
 *
 * @param wall the system clock, which may be wrong
 * @param nanos a count of nanoseconds that only ever goes on with the time that passes, such as {@link
 *     System#nanoTime}; its beginning means nothing
 * @param maxDowntimeMs how far the clock may have gone on since the last record when the core is opened; what is more
 *     is for an operator to confirm, because nothing counted while the node was down
 */
public record TimeSource(Clock wall, LongSupplier nanos, long maxDowntimeMs) {
    public TimeSource {
        if (maxDowntimeMs < 0) {
            throw new IllegalArgumentException("maxDowntimeMs: " + maxDowntimeMs + " is negative");
        }
    }

    /** A clock that is right by definition, as in tests and drills that make time pass themselves. */
    public static TimeSource trusted(Clock clock) {
        return new TimeSource(clock, () -> TimeUnit.MILLISECONDS.toNanos(clock.millis()), Long.MAX_VALUE);
    }
}
