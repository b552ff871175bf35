// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockPage;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.Movement;
import java.util.ArrayList;
import java.util.List;

/** Believes nothing of a page of blocks but what fits the block that was asked from. */
final class PageCheck {
    /** Movements in one block: far above what any chain packs into one. */
    private static final int MAX_MOVEMENTS = 1_000_000;

    private PageCheck() {}

    /** A page that was found in order: either the blocks that follow, or word that the one asked from was removed. */
    record Checked(List<BlockEvent.Added> added, boolean removed, BlockRef head) {}

    /** @throws ChainException of kind GARBAGE naming what does not fit */
    static Checked check(ChainId chain, BlockRef after, int limit, BlockPage page) throws ChainException {
        List<BlockEvent> events = page.events();
        if (events.size() == 1 && events.get(0) instanceof BlockEvent.Removed removed) {
            require(removed.block().equals(after), "removes " + removed.block() + ", but was asked after " + after);
            return new Checked(List.of(), true, page.head());
        }
        require(events.size() <= limit, events.size() + " blocks, but at most " + limit + " were asked for");
        List<BlockEvent.Added> added = new ArrayList<>(events.size());
        BlockRef last = after;
        for (BlockEvent event : events) {
            require(event instanceof BlockEvent.Added, "a removal among blocks that follow " + after);
            BlockEvent.Added block = (BlockEvent.Added) event;
            checkLink(last, block);
            checkMovements(chain, block);
            added.add(block);
            last = block.block();
        }
        require(page.head().height() >= last.height(), "head " + page.head() + " lies below its own block " + last);
        return new Checked(added, false, page.head());
    }

    private static void checkLink(BlockRef last, BlockEvent.Added next) throws ChainException {
        require(
                next.block().height() == last.height() + 1,
                "block " + next.block() + " does not stand one above " + last);
        require(next.parentHash().equals(last.hash()), "block " + next.block() + " names another parent than " + last);
        require(!next.block().hash().equals(last.hash()), "block " + next.block() + " is its own parent");
    }

    private static void checkMovements(ChainId chain, BlockEvent.Added block) throws ChainException {
        require(block.movements().size() <= MAX_MOVEMENTS, "block " + block.block() + " has too many movements");
        for (Movement movement : block.movements()) {
            require(movement.to().chain().equals(chain), "a movement to an address of another chain");
            require(
                    movement.amount().asset().chain().equals(chain.caip2()),
                    "a movement of an asset of another chain: "
                            + movement.amount().asset());
        }
    }

    private static void require(boolean holds, String otherwise) throws ChainException {
        if (!holds) {
            throw new ChainException(ChainException.Kind.GARBAGE, otherwise);
        }
    }
}
