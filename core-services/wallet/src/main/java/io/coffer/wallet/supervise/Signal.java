// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one thread sleep until its time is up or there is something to do. A call while it is awake is not lost. */
final class Signal {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition raised = lock.newCondition();
    private boolean pending;

    void raise() {
        lock.lock();
        try {
            pending = true;
            raised.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void await(long limitMs) throws InterruptedException {
        lock.lock();
        try {
            long leftNs = TimeUnit.MILLISECONDS.toNanos(limitMs);
            while (!pending && leftNs > 0) {
                leftNs = raised.awaitNanos(leftNs);
            }
            pending = false;
        } finally {
            lock.unlock();
        }
    }
}
