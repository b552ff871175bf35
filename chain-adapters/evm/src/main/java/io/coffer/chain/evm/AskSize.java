// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

/**
 * How much a node is asked for at once: halved where it finds that too much, grown back by one after a run of successes.
 * Any thread may call.
 */
final class AskSize {
    /** Successes in a row before a greater size is tried: each trial that fails costs a question. */
    static final int SUCCESSES_TO_GROW = 8;

    private final int most;
    private int size;
    private int successes;

    /** @param most that is ever asked for, at least 1 */
    AskSize(int most) {
        this.most = most;
        this.size = most;
    }

    synchronized int now() {
        return size;
    }

    /** After {@code refused} at once were too many. */
    synchronized void halve(int refused) {
        size = Math.max(1, Math.min(size, refused / 2));
        successes = 0;
    }

    synchronized void succeeded() {
        successes++;
        if (successes >= SUCCESSES_TO_GROW) {
            successes = 0;
            size = Math.min(most, size + 1);
        }
    }
}
