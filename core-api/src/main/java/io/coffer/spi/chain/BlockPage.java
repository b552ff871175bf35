// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

import java.util.List;

/**
 * An answer of {@link ChainReader#read}.
 *
 * @param events in the order in which they happened; no events: nothing new
 * @param head the node's head when it answered
 */
public record BlockPage(List<BlockEvent> events, BlockRef head) {
    public BlockPage {
        events = List.copyOf(events);
    }
}
