// SPDX-License-Identifier: Apache-2.0
package io.coffer.testkit.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockPage;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainReader;
import java.util.ArrayList;
import java.util.List;

/** Follows a chain as the core does: it keeps the blocks that it was told of and steps back at each removal. */
final class Followed {
    /** No test makes so many. */
    private static final int MAX_EVENTS = 100_000;

    private final List<BlockRef> blocks = new ArrayList<>();
    private final List<BlockEvent.Added> added = new ArrayList<>();

    Followed(BlockRef from) {
        blocks.add(from);
    }

    /** All events after {@code from} until nothing is new, {@code limit} at a time; none may be a removal. */
    static List<BlockEvent.Added> after(ChainReader reader, BlockRef from, int limit) throws ChainException {
        Followed followed = new Followed(from);
        int removed = followed.follow(reader, limit);
        assertThat(removed).as("removals").isZero();
        return followed.added;
    }

    /** Goes on until nothing is new; the number of removals. */
    int follow(ChainReader reader, int limit) throws ChainException {
        int removals = 0;
        for (int events = 0; events < MAX_EVENTS; ) {
            BlockPage page = reader.read(tip(), limit);
            if (page.events().isEmpty()) {
                return removals;
            }
            assertThat(page.events()).hasSizeLessThanOrEqualTo(limit);
            events += page.events().size();
            for (BlockEvent event : page.events()) {
                if (event instanceof BlockEvent.Added block) {
                    add(block);
                } else {
                    assertThat(page.events()).as("a removal comes alone").hasSize(1);
                    assertThat(event.block()).isEqualTo(tip());
                    assertThat(blocks)
                            .as("the reorganisation is deeper than what was followed")
                            .hasSizeGreaterThan(1);
                    blocks.remove(blocks.size() - 1);
                    added.removeIf(block -> block.block().equals(event.block()));
                    removals++;
                }
            }
        }
        throw new AssertionError("more than " + MAX_EVENTS + " events: the reader does not come to an end");
    }

    BlockRef tip() {
        return blocks.get(blocks.size() - 1);
    }

    /** What is followed at present, from the block at the start. */
    List<BlockRef> blocks() {
        return blocks;
    }

    /** The blocks after that, with what they moved. */
    List<BlockEvent.Added> added() {
        return added;
    }

    private void add(BlockEvent.Added block) {
        assertThat(block.parentHash()).as("parent of %s", block.block()).isEqualTo(tip().hash());
        assertThat(block.block().height()).isEqualTo(tip().height() + 1);
        blocks.add(block.block());
        added.add(block);
    }
}
