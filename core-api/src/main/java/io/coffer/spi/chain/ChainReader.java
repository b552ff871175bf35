// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

import org.osgi.annotation.versioning.ConsumerType;

/** Reads blocks and transactions from a node. Keeps no place of its own: the caller holds the cursor. */
@ConsumerType
public interface ChainReader {
    /** The most blocks that {@link #read} may be asked for at once. */
    int MAX_BLOCKS = 100;

    /** The newest block that the node holds for valid. */
    BlockRef head() throws ChainException;

    /**
     * The block of the node's present chain at a height.
     *
     * @throws ChainException of kind BEHIND if the node has no block there
     */
    BlockRef at(long height) throws ChainException;

    /**
     * The newest block that the chain itself holds for irreversible, for {@link FinalityRule.FinalizedTag}.
     *
     * @throws ChainException of kind REFUSED if the chain knows no such thing
     */
    default BlockRef finalized() throws ChainException {
        throw new ChainException(ChainException.Kind.REFUSED, "this chain has no finalized block");
    }

    /**
     * What happened after {@code after}.
     *
     * <p>If {@code after} is on the node's chain: its successors as {@link BlockEvent.Added}, at most {@code
     * blockLimit}, in order, each naming the one before as its parent. If it is not: exactly one {@link
     * BlockEvent.Removed} of {@code after}; the core then steps back to the block before, which it has stored, and asks
     * again. If the node has not reached the height of {@code after}: a ChainException of kind BEHIND.
     *
     * @param blockLimit 1 to {@link #MAX_BLOCKS}
     */
    BlockPage read(BlockRef after, int blockLimit) throws ChainException;

    TxStatus status(TxId transaction) throws ChainException;
}
