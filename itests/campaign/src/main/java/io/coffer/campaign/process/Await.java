// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.process;

import java.util.concurrent.Callable;

/** Waits for a condition, with a limit. */
public final class Await {
    private static final long PAUSE_MS = 50;

    private Await() {}

    /**
     * Polls until {@code condition} holds. An I/O failure counts as not yet.
     *
     * @param what is named in the error
     * @throws IllegalStateException if the limit passes first
     */
    public static void until(String what, long limitMs, Callable<Boolean> condition) throws InterruptedException {
        long deadline = System.nanoTime() + limitMs * 1_000_000;
        String last = "";
        while (System.nanoTime() < deadline) {
            try {
                if (condition.call()) {
                    return;
                }
            } catch (InterruptedException interrupted) {
                throw interrupted;
            } catch (Exception notYet) {
                last = ": " + notYet;
            }
            Thread.sleep(PAUSE_MS);
        }
        throw new IllegalStateException("waited " + limitMs + " ms in vain for " + what + last);
    }
}
