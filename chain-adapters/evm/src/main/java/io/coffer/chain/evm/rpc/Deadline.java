// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.rpc;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The moment by which a call of the core must have its answer. */
public final class Deadline {
    private final LongSupplier nanos;
    private final long end;

    Deadline(LongSupplier nanos, long limitMs) {
        this.nanos = nanos;
        this.end = nanos.getAsLong() + TimeUnit.MILLISECONDS.toNanos(limitMs);
    }

    /** Now, by the clock that it is measured with, which never goes back. */
    public long nowNanos() {
        return nanos.getAsLong();
    }

    /** Milliseconds that are left, never negative. */
    public long leftMs() {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(end - nanos.getAsLong()));
    }
}
