// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainId;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.core.Decisions;
import java.util.List;
import java.util.Optional;

/** What is under way on a chain at one journal position. */
record ChainSnapshot(long position, Cursor cursor, List<Deposit> deposits, List<Withdrawal> withdrawals) {
    /** Where a block stands that something was seen in. */
    enum Place {
        /** On our chain, and nothing will remove it. */
        FINAL,
        /** On our chain so far, or not passed by the cursor yet. */
        OPEN,
        /** Not on our chain any more. */
        REMOVED
    }

    static ChainSnapshot of(Decisions decisions, ChainId chain) {
        return decisions.read(state -> new ChainSnapshot(
                state.position(),
                new Cursor(state.cursor(chain)),
                List.copyOf(state.openDeposits(chain)),
                List.copyOf(state.openWithdrawals(chain))));
    }

    /**
     * Where {@code block} stands. What was journaled just before a crash may lie above the cursor, and the
     * reorganisation that removed it was then never told: so the hash is compared before anything is final.
     */
    Place place(BlockRef block, long finalHeight, Lane lane) throws ChainException {
        Optional<BlockRef> tip = cursor.tip();
        if (tip.isEmpty() || block.height() > tip.get().height()) {
            return Place.OPEN;
        }
        Optional<BlockRef> kept = cursor.at(block.height());
        boolean isFinal = block.height() <= finalHeight;
        if (kept.isPresent()) {
            if (!kept.get().equals(block)) {
                return Place.REMOVED;
            }
            return isFinal ? Place.FINAL : Place.OPEN;
        }
        if (!isFinal) {
            return Place.OPEN;
        }
        return Reorganisation.isOnChain(block, lane) ? Place.FINAL : Place.REMOVED;
    }

    /** Whether the block was read and still stands: only then its removal will be noticed. */
    boolean isRead(BlockRef block, Lane lane) throws ChainException {
        Optional<BlockRef> tip = cursor.tip();
        if (tip.isEmpty() || block.height() > tip.get().height()) {
            return false;
        }
        Optional<BlockRef> kept = cursor.at(block.height());
        return kept.isPresent() ? kept.get().equals(block) : Reorganisation.isOnChain(block, lane);
    }
}
