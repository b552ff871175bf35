// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.spi.chain.BlockRef;
import java.util.List;
import java.util.Optional;

/**
 * The newest blocks that were read to the end, as they stand in the money core.
 *
 * @param blocks successive, oldest first
 */
record Cursor(List<BlockRef> blocks) {
    Cursor {
        blocks = List.copyOf(blocks);
    }

    Optional<BlockRef> tip() {
        return blocks.isEmpty() ? Optional.empty() : Optional.of(blocks.get(blocks.size() - 1));
    }

    /** The block at a height, if it is among those that are kept. */
    Optional<BlockRef> at(long height) {
        if (blocks.isEmpty()) {
            return Optional.empty();
        }
        long index = height - blocks.get(0).height();
        return index < 0 || index >= blocks.size() ? Optional.empty() : Optional.of(blocks.get((int) index));
    }
}
