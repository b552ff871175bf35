// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.chain.evm.rpc.NodeCall;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Believes a block only if enough nodes hold it. It is about which blocks are on the chain; what is in them is told by
 * one node.
 *
 * @param needed nodes, the one that is asked included; with 1 no other is asked
 */
record HeadAgreement(int needed) {
    /**
     * The highest block, not above {@code head}, that enough nodes hold.
     *
     * @throws ChainException of kind UNREACHABLE if too few nodes answer, BEHIND if too few hold the same block
     */
    BlockRef head(NodeCall node, BlockRef head) throws IOException, ChainException {
        if (needed == 1) {
            return head;
        }
        List<Long> heights = new ArrayList<>(node.askOthers(
                other -> Block.head(other.result(Block.query("latest", false)), "latest block")
                        .ref()
                        .height()));
        heights.add(head.height());
        if (heights.size() < needed) {
            throw new ChainException(
                    ChainException.Kind.UNREACHABLE,
                    heights.size() + " nodes answer, fewer than agreement=" + needed + " asks for");
        }
        heights.sort(Comparator.reverseOrder());
        long height = Math.min(head.height(), heights.get(needed - 1));
        BlockRef agreed = height == head.height()
                ? head
                : Block.head(node.result(Block.query(height, false)), "block " + height)
                        .ref();
        require(node, agreed);
        return agreed;
    }

    /** Makes sure that enough nodes hold {@code block}. */
    void require(NodeCall node, BlockRef block) throws ChainException {
        count(node, block, "hold ", block::equals);
    }

    /** Makes sure that enough nodes hold another block in the place of {@code block}; to hold none says nothing. */
    void requireGone(NodeCall node, BlockRef block) throws ChainException {
        count(node, block, "hold another than ", held -> !held.equals(block));
    }

    private void count(NodeCall node, BlockRef block, String what, Predicate<BlockRef> agrees) throws ChainException {
        if (needed == 1) {
            return;
        }
        long agreeing = 1
                + node.askOthers(other -> held(other, block.height())).stream()
                        .flatMap(Optional::stream)
                        .filter(agrees)
                        .count();
        if (agreeing < needed) {
            throw new ChainException(
                    ChainException.Kind.BEHIND,
                    "the nodes do not agree on block " + block.height() + ": " + agreeing + " of the " + needed
                            + " that agreement asks for " + what + block.hash());
        }
    }

    private static Optional<BlockRef> held(NodeCall node, long height) throws IOException, ChainException {
        JsonNode json = node.result(Block.query(height, false));
        return json.isNull()
                ? Optional.empty()
                : Optional.of(Block.head(json, "block " + height).ref());
    }
}
