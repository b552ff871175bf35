// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.FinalityRule;
import io.coffer.wallet.adapter.Lane;
import java.util.Optional;

/** Tells up to which height blocks that we have read are final. */
final class Finality {
    /** Nothing is final. */
    static final long NONE = -1;

    private final FinalityRule rule;

    Finality(FinalityRule rule) {
        this.rule = rule;
    }

    /**
     * The height up to which blocks are final, or {@link #NONE}.
     *
     * @throws ChainException if the node must be asked and does not answer
     */
    long height(Cursor cursor, Lane lane) throws ChainException {
        Optional<BlockRef> tip = cursor.tip();
        if (tip.isEmpty()) {
            return NONE;
        }
        long tipHeight = tip.get().height();
        if (rule instanceof FinalityRule.Confirmations confirmations) {
            return tipHeight - confirmations.depth() + 1;
        }
        if (rule instanceof FinalityRule.Immediate) {
            return tipHeight;
        }
        BlockRef finalized = lane.ask("finalized", adapter -> adapter.reader().finalized());
        // The node's finalized block must be one of ours: if it is not, a reorganisation is still to be read.
        Optional<BlockRef> ours = cursor.at(finalized.height());
        if (ours.isPresent() && !ours.get().equals(finalized)) {
            return NONE;
        }
        // Above the tip nothing is known of its hash: then our tip itself must be on the node's chain.
        if (finalized.height() > tipHeight && !Reorganisation.isOnChain(tip.get(), lane)) {
            return NONE;
        }
        return Math.min(finalized.height(), tipHeight);
    }

    /** The height of a block that is final as the node stands now, for a chain that was never read. */
    long startHeight(Lane lane) throws ChainException {
        if (rule instanceof FinalityRule.FinalizedTag) {
            return lane.ask("finalized", adapter -> adapter.reader().finalized())
                    .height();
        }
        BlockRef head = lane.ask("head", adapter -> adapter.reader().head());
        long depth = rule instanceof FinalityRule.Confirmations confirmations ? confirmations.depth() : 0;
        return Math.max(0, head.height() - depth);
    }

    /** The height up to which the chain counted as final when {@code tip} was its tip, as far as the rule alone tells. */
    long heightByRule(BlockRef tip) {
        if (rule instanceof FinalityRule.Confirmations confirmations) {
            return tip.height() - confirmations.depth() + 1;
        }
        return rule instanceof FinalityRule.Immediate ? tip.height() : NONE;
    }
}
