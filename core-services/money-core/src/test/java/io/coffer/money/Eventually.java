// SPDX-License-Identifier: Apache-2.0
package io.coffer.money;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what must come, with a limit. */
final class Eventually {
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private Eventually() {}

    static void holds(BooleanSupplier condition, String what) {
        long deadline = System.nanoTime() + LIMIT_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("within a minute this did not come: " + what);
            }
            LockSupport.parkNanos(LOOK_NS);
        }
    }
}
