// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.api.request.CoreUnavailableException;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainId;
import io.coffer.wallet.adapter.Lane;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads blocks below the cursor once more. Keeps its place in memory only; what it finds is journaled as always. */
final class Rescan {
    private static final Logger LOG = LoggerFactory.getLogger(Rescan.class);
    /** How often a reorganisation may send it back to its beginning. */
    private static final int MAX_RESTARTS = 10;

    private final ChainId chain;
    private final long fromHeight;
    private Optional<BlockRef> last = Optional.empty();
    private int restarts;
    private boolean complete;

    /** @param fromHeight first block that is read again */
    Rescan(ChainId chain, long fromHeight) {
        this.chain = chain;
        this.fromHeight = fromHeight;
    }

    /**
     * Reads one page.
     *
     * @param tip of the cursor: nothing above it is read here
     * @return whether blocks are left
     */
    boolean step(BlockRef tip, int pageBlocks, BlockIntake intake, Lane lane)
            throws ChainException, CoreUnavailableException, HaltException {
        BlockRef after = last.isPresent() ? last.get() : start(lane);
        if (after.height() >= tip.height()) {
            return ended(after);
        }
        int limit = (int) Math.min(pageBlocks, tip.height() - after.height());
        PageCheck.Checked page = lane.ask(
                "rescan",
                adapter -> PageCheck.check(chain, after, limit, adapter.reader().read(after, limit)));
        if (page.removed()) {
            last = Optional.empty();
            return again("the chain does not stand still");
        }
        List<BlockEvent.Added> added = page.added();
        intake.take(added, lane);
        BlockRef reached = added.isEmpty() ? after : added.get(added.size() - 1).block();
        last = Optional.of(reached);
        return !added.isEmpty() || again("the node has no block after " + reached + ", though the cursor is at " + tip);
    }

    private boolean again(String reason) {
        if (++restarts > MAX_RESTARTS) {
            LOG.warn("{}: rescan from {} given up: {}", chain, fromHeight, reason);
            return false;
        }
        return true;
    }

    long fromHeight() {
        return fromHeight;
    }

    /** Reading goes on after a block, and the genesis block pays nobody of ours. */
    private BlockRef start(Lane lane) throws ChainException {
        long before = Math.max(0, fromHeight - 1);
        BlockRef block = lane.ask("rescan", adapter -> adapter.reader().at(before));
        if (block.height() != before) {
            throw new ChainException(
                    ChainException.Kind.GARBAGE, "rescan: asked for height " + before + ", got " + block);
        }
        return block;
    }

    /** Whether it has reached the cursor. */
    boolean isComplete() {
        return complete;
    }

    private boolean ended(BlockRef reached) {
        complete = true;
        LOG.info("{}: rescan from {} ended at {}", chain, fromHeight, reached);
        return false;
    }
}
