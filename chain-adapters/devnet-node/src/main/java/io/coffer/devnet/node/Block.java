// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import io.coffer.devnet.format.BlockHeader;
import io.coffer.devnet.format.Octets;
import java.util.List;

/** A block with its hash at hand. */
record Block(BlockHeader header, Octets hash, List<NodeTransaction> transactions) {
    static Block of(BlockHeader parent, Octets parentHash, long timeMs, long salt, List<NodeTransaction> transactions) {
        List<Octets> ids = transactions.stream().map(NodeTransaction::id).toList();
        BlockHeader header = new BlockHeader(parent.height() + 1, parentHash, timeMs, salt, BlockHeader.merkle(ids));
        return new Block(header, header.hash(), List.copyOf(transactions));
    }

    static Block genesis(long timeMs, long salt) {
        BlockHeader header = new BlockHeader(0, BlockHeader.NONE, timeMs, salt, BlockHeader.merkle(List.of()));
        return new Block(header, header.hash(), List.of());
    }

    long height() {
        return header.height();
    }
}
