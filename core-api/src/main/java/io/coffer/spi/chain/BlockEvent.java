// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

import java.util.List;

/** A step along the chain as a reader reports it. */
public sealed interface BlockEvent {
    BlockRef block();

    /**
     * The block follows the one before it.
     *
     * @param parentHash the hash that the block itself names as its parent; the core checks the linkage
     * @param movements all value that the block moved to anyone; the core finds its own addresses among them
     */
    record Added(BlockRef block, String parentHash, List<Movement> movements) implements BlockEvent {
        public Added {
            movements = List.copyOf(movements);
        }
    }

    /** The block is no longer on the chain. */
    record Removed(BlockRef block) implements BlockEvent {}
}
