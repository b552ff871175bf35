// SPDX-License-Identifier: Apache-2.0
package io.coffer.money;

import java.util.concurrent.TimeUnit;

/** Where the state stands, for those who wait for it. The writer only sets a number; clients that were served signal. */
final class PositionGate {
    private static final long LONGEST_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private volatile long position;
    private volatile int waiting;

    PositionGate(long position) {
        this.position = position;
    }

    long position() {
        return position;
    }

    void reached(long newPosition) {
        position = newPosition;
    }

    /** Wakes who waits, if anyone does. */
    void signal() {
        if (waiting > 0) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /** Whether the position was reached within the limit. */
    boolean await(long wanted, long timeoutMs) throws InterruptedException {
        if (position >= wanted) {
            return true;
        }
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        synchronized (this) {
            increment(1);
            try {
                long left = deadline - System.nanoTime();
                while (position < wanted && left > 0) {
                    // Records of the node's own have no client that would signal, so nobody waits for long at once.
                    TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, LONGEST_WAIT_NS));
                    left = deadline - System.nanoTime();
                }
            } finally {
                increment(-1);
            }
        }
        return position >= wanted;
    }

    // Written under the monitor only; volatile for signal(), which looks without it.
    private void increment(int by) {
        int now = waiting;
        waiting = now + by;
    }
}
