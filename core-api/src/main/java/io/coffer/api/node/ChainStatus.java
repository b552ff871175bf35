// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.node;

import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainId;
import java.util.Optional;

/**
 * How a chain is.
 *
 * @param head the node's newest block as last answered
 * @param cursor the last block that was read to the end
 * @param reason why it is not scanning, or what else an operator should look after; empty if there is nothing
 */
public record ChainStatus(
        ChainId chain,
        State state,
        Optional<BlockRef> head,
        Optional<BlockRef> cursor,
        Work work,
        Optional<String> reason) {
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
     * What is under way.
     *
     * @param watchedAddresses bound addresses
     * @param openDeposits not final yet
     * @param openWithdrawals not terminal yet
     */
    public record Work(long watchedAddresses, int openDeposits, int openWithdrawals) {}
}
