// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

import io.coffer.spi.money.Amount;
import java.util.Optional;

/** What the node knows of a transaction at this moment. */
public sealed interface TxStatus {
    /** The node does not know it. That proves nothing: it may have forgotten it, or never have been told. */
    record Unknown() implements TxStatus {}

    /** The node holds it for a later block. */
    record Pending() implements TxStatus {}

    /**
     * It is in a block of the node's present chain.
     *
     * @param succeeded false if it was mined and moved nothing but its fee
     * @param fee what it really cost its sender, from the receipt
     */
    record Mined(BlockRef block, boolean succeeded, Amount fee) implements TxStatus {}

    /**
     * It is a transfer of a token in a block of the node's present chain, and by the token's own logs another amount
     * left its sender than it was to move: the token does not behave as a transfer should. Also if some of it came back
     * to the sender in the same transaction.
     *
     * @param left what left the sender, network units of the token, not less what came back
     * @param back what the same transaction brought to the sender, of the same token
     * @param fee what it really cost its sender, from the receipt
     */
    record MinedOtherwise(BlockRef block, Amount left, Amount back, Amount fee) implements TxStatus {
        public MinedOtherwise {
            if (!left.asset().equals(back.asset())) {
                throw new IllegalArgumentException("back: in " + back.asset() + ", left in " + left.asset());
            }
        }
    }

    /** The block that it is in; empty if it is in none. */
    default Optional<BlockRef> minedIn() {
        if (this instanceof Mined mined) {
            return Optional.of(mined.block());
        }
        return this instanceof MinedOtherwise otherwise ? Optional.of(otherwise.block()) : Optional.empty();
    }
}
