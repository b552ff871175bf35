// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scripted;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes when a test says so. */
public final class SteppedClock extends Clock {
    private final AtomicLong nowMs = new AtomicLong(1_700_000_000_000L);

    public void pass(long ms) {
        nowMs.addAndGet(ms);
    }

    /** The same as a clock of nanoseconds. */
    public long nanos() {
        return TimeUnit.MILLISECONDS.toNanos(millis());
    }

    @Override
    public long millis() {
        return nowMs.get();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
