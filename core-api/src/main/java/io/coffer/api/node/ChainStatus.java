// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.node;

import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainId;
import java.util.Optional;

/**
 * How a chain is.
 *
 * @param reason why it is not scanning, or what else an operator should look after; empty if there is nothing
 */
public record ChainStatus(
        ChainId chain, State state, Reach reach, Work work, Absences absences, Optional<String> reason) {
    /** What the supervisor is doing. */
    public enum State {
        /** Reads blocks behind the head. */
        SYNCING,
        /** Follows the head. */
        SCANNING,
        /** The node or the adapter does not answer as it should; tried again by itself. */
        DEGRADED,
        /** An operator paused it. */
        PAUSED,
        /** No adapter is installed. */
        ABSENT
    }

    /**
     * How far it has been read.
     *
     * @param head the node's newest block as last answered
     * @param cursor the last block that was read to the end
     */
    public record Reach(Optional<BlockRef> head, Optional<BlockRef> cursor) {}

    /**
     * What is under way.
     *
     * @param watchedAddresses bound addresses
     * @param openDeposits not final yet
     * @param openWithdrawals not terminal yet
     */
    public record Work(long watchedAddresses, int openDeposits, int openWithdrawals) {}

    /**
     * How often the adapter in use has gone since the node started, and for how long: from its going to the first head
     * that the next one answered, by a clock that never goes back. An absence that has not ended does not count yet,
     * and neither does one that an operator's pause runs into.
     *
     * @param lastMs of the newest, milliseconds rounded up; 0 if there was none
     * @param longestMs of the longest, milliseconds rounded up; 0 if there was none
     */
    public record Absences(int count, long lastMs, long longestMs) {}

    /** The node's newest block as last answered. */
    public Optional<BlockRef> head() {
        return reach.head();
    }

    /** The last block that was read to the end. */
    public Optional<BlockRef> cursor() {
        return reach.cursor();
    }
}
