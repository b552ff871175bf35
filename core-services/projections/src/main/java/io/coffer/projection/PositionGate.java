// SPDX-License-Identifier: Apache-2.0
package io.coffer.projection;

import java.util.concurrent.TimeUnit;

/** A position that others wait for. */
final class PositionGate {
    private long position;
    private boolean closed;

    synchronized long position() {
        return position;
    }

    synchronized void set(long now) {
        position = now;
        notifyAll();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** @return false if the limit passed first, or nothing comes any more */
    synchronized boolean await(long wanted, long timeoutMs) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        long left = deadline - System.nanoTime();
        while (position < wanted && left > 0 && !closed) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = deadline - System.nanoTime();
        }
        return position >= wanted;
    }
}
