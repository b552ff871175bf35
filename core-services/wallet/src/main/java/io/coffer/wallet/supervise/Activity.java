// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import java.util.function.LongSupplier;

/** A thread that does one thing over and over and sleeps in between. */
final class Activity implements AutoCloseable {
    private static final long END_LIMIT_MS = 5_000;

    private final Signal signal = new Signal();
    private final Thread thread;
    private volatile boolean closed;

    /** @param work does a piece and answers after how many milliseconds it wants to be called again */
    Activity(String name, LongSupplier work) {
        this.thread = new Thread(() -> run(work), name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void wake() {
        signal.raise();
    }

    /** Lets the piece under way end, within limits, and the thread with it. */
    @Override
    public void close() {
        closed = true;
        signal.raise();
        try {
            thread.join(END_LIMIT_MS);
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(END_LIMIT_MS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(LongSupplier work) {
        try {
            while (!closed) {
                long pauseMs = work.getAsLong();
                if (pauseMs > 0 && !closed) {
                    signal.await(pauseMs);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
