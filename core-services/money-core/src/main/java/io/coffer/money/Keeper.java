// SPDX-License-Identifier: Apache-2.0
package io.coffer.money;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that looks once a second whether a snapshot is due, or whether a full disk has space again. */
final class Keeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final long LOOK_MS = 1_000;
    private static final long PAUSE_AFTER_FAILURE_NS = TimeUnit.MINUTES.toNanos(1);

    private final Work work;
    private final Thread thread;
    private boolean closed;

    /** What is to be kept. */
    interface Work {
        /** Tries to go on if the disk was full. */
        void resume();

        boolean snapshotDue();

        void snapshot() throws IOException;
    }

    Keeper(Work work) {
        this.work = work;
        this.thread = new Thread(this::run, "coffer-money-keeper");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        long pausedUntil = System.nanoTime();
        while (waitForNextLook()) {
            work.resume();
            if (System.nanoTime() - pausedUntil >= 0 && work.snapshotDue()) {
                try {
                    work.snapshot();
                } catch (IOException | RuntimeException failed) {
                    LOG.error("No snapshot could be written; the journal grows until the next try in a minute", failed);
                    pausedUntil = System.nanoTime() + PAUSE_AFTER_FAILURE_NS;
                }
            }
        }
    }

    private synchronized boolean waitForNextLook() {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOOK_MS);
        long left = deadline - System.nanoTime();
        while (!closed && left > 0) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException notOurs) {
                LOG.debug("The keeper is ended by closing it, not by an interrupt");
            }
            left = deadline - System.nanoTime();
        }
        return !closed;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
