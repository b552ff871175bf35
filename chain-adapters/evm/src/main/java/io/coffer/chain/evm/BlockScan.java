// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.chain.evm.rpc.NodeAnswer;
import io.coffer.chain.evm.rpc.NodeCall;
import io.coffer.chain.evm.rpc.NodeFault;
import io.coffer.chain.evm.rpc.Query;
import io.coffer.chain.evm.rpc.Reading;
import io.coffer.chain.evm.tx.EvmAddresses;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.Movement;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads runs of blocks with the value that their top-level transactions moved.
 *
 * <p>The node's chain may change between two questions. A run therefore ends before the first block that does not
 * follow the one before it; the next read starts there and finds out. What was read until then is returned rather than
 * lost, so that a slow node still makes progress.
 */
final class BlockScan {
    static final int MAX_CHUNK = 8;
    private static final int RESPONSE_TOO_LARGE = -32003;

    private final NetworkAssetId coin;
    private final EvmAddresses addresses;
    /** Blocks per question; smaller after an answer that was too long, growing again with success. */
    private volatile int chunk = MAX_CHUNK;
    /** Whether the node has eth_getBlockReceipts, as far as is known. */
    private volatile boolean blockReceipts = true;

    BlockScan(NetworkAssetId coin, EvmAddresses addresses) {
        this.coin = coin;
        this.addresses = addresses;
    }

    /**
     * The blocks after {@code after} up to the height {@code last}, or fewer, each the parent of the next.
     *
     * @throws ChainException if not even the first could be read, though the node says that it has one
     */
    List<BlockEvent> added(NodeCall node, BlockRef after, long last) throws IOException, ChainException {
        List<BlockEvent> events = new ArrayList<>();
        BlockRef tip = after;
        while (tip.height() < last) {
            int size = (int) Math.min(chunk, last - tip.height());
            try {
                List<BlockEvent> more = run(node, tip, size);
                events.addAll(more);
                if (more.size() < size) {
                    break;
                }
                tip = more.get(more.size() - 1).block();
                chunk = Math.min(MAX_CHUNK, chunk + 1);
            } catch (NodeFault fault) {
                if (fault.reason() == NodeFault.Cause.TOO_LONG && size > 1) {
                    chunk = size / 2;
                } else if (events.isEmpty()) {
                    throw fault;
                } else {
                    break;
                }
            } catch (ChainException failure) {
                if (events.isEmpty()) {
                    throw failure;
                }
                break;
            }
        }
        return events;
    }

    private List<BlockEvent> run(NodeCall node, BlockRef after, int size) throws IOException, ChainException {
        List<Block> blocks = linked(node, after, size);
        Map<TxId, Receipt> receipts = new HashMap<>();
        for (Receipt receipt : receipts(node, blocks)) {
            receipts.put(receipt.tx(), receipt);
        }
        List<BlockEvent> events = new ArrayList<>();
        for (Block block : blocks) {
            Optional<List<Movement>> movements = movements(block, receipts);
            if (movements.isEmpty()) {
                if (events.isEmpty()) {
                    throw new ChainException(
                            ChainException.Kind.BEHIND,
                            "the node has no receipts of block " + block.ref().height() + " on its chain yet");
                }
                break;
            }
            events.add(new BlockEvent.Added(block.ref(), block.parentHash(), movements.get()));
        }
        return events;
    }

    /** At least one block that follows {@code after}; more as long as each follows the one before. */
    private List<Block> linked(NodeCall node, BlockRef after, int size) throws IOException, ChainException {
        List<Query> queries = new ArrayList<>();
        for (int i = 1; i <= size; i++) {
            queries.add(Block.query(after.height() + i, true));
        }
        List<JsonNode> answers = resultsNotTooLarge(node, queries);
        List<Block> blocks = new ArrayList<>();
        BlockRef tip = after;
        for (JsonNode answer : answers) {
            long height = tip.height() + 1;
            if (answer.isNull()) {
                break;
            }
            Block block = Block.full(answer, "block " + height);
            if (block.ref().height() != height) {
                throw new ChainException(
                        ChainException.Kind.GARBAGE,
                        "block " + height + ": has number " + block.ref().height());
            }
            if (!block.parentHash().equals(tip.hash())) {
                break;
            }
            blocks.add(block);
            tip = block.ref();
        }
        if (blocks.isEmpty()) {
            throw noSuccessor(node, after, answers.get(0));
        }
        return blocks;
    }

    /** Tells a chain that moved while it was read from a node that contradicts itself. */
    private static ChainException noSuccessor(NodeCall node, BlockRef after, JsonNode answer)
            throws IOException, ChainException {
        long height = after.height() + 1;
        JsonNode again = node.result(Block.query(after.height(), false));
        boolean moved = again.isNull()
                || !Block.head(again, "block " + after.height()).ref().equals(after);
        if (moved || answer.isNull()) {
            return new ChainException(
                    ChainException.Kind.BEHIND, "the node's chain changed while block " + height + " was read");
        }
        return new ChainException(
                ChainException.Kind.GARBAGE, "block " + height + ": parentHash is not the block before it");
    }

    private List<Receipt> receipts(NodeCall node, List<Block> blocks) throws IOException, ChainException {
        List<Block> paying =
                blocks.stream().filter(block -> !block.payments().isEmpty()).toList();
        if (paying.isEmpty()) {
            return List.of();
        }
        if (blockReceipts) {
            Optional<List<Receipt>> all = byBlock(node, paying);
            if (all.isPresent()) {
                return all.get();
            }
            blockReceipts = false;
        }
        return byTransaction(node, paying);
    }

    /** Empty if the node has no such method. */
    private static Optional<List<Receipt>> byBlock(NodeCall node, List<Block> paying)
            throws IOException, ChainException {
        List<Query> queries = paying.stream()
                .map(block -> Query.of(
                        "eth_getBlockReceipts",
                        "0x" + Long.toHexString(block.ref().height())))
                .toList();
        List<NodeAnswer> answers = node.askAll(queries);
        if (answers.stream().anyMatch(NodeAnswer::isUnsupported)) {
            return Optional.empty();
        }
        List<Receipt> receipts = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            JsonNode list = notTooLarge(queries.get(i), answers.get(i));
            if (list.isNull()) {
                continue;
            }
            for (JsonNode receipt : Reading.list(list, "receipts")) {
                String hash = Reading.hash(receipt.path("transactionHash"), "receipt: transactionHash");
                if (paying.get(i).payments().containsKey(new TxId(hash))) {
                    receipts.add(Receipt.of(receipt));
                }
            }
        }
        return Optional.of(receipts);
    }

    private static List<Receipt> byTransaction(NodeCall node, List<Block> paying) throws IOException, ChainException {
        List<Query> queries = paying.stream()
                .flatMap(block -> block.payments().keySet().stream())
                .map(id -> Query.of("eth_getTransactionReceipt", id.text()))
                .toList();
        List<Receipt> receipts = new ArrayList<>();
        for (JsonNode receipt : resultsNotTooLarge(node, queries)) {
            if (!receipt.isNull()) {
                receipts.add(Receipt.of(receipt));
            }
        }
        return receipts;
    }

    /** Empty if a receipt is missing or of another block: the chain moves, or the node has not indexed it yet. */
    private Optional<List<Movement>> movements(Block block, Map<TxId, Receipt> receipts) {
        List<Movement> movements = new ArrayList<>();
        for (Map.Entry<TxId, Block.Payment> entry : block.payments().entrySet()) {
            Receipt receipt = receipts.get(entry.getKey());
            if (receipt == null || !receipt.block().equals(block.ref())) {
                return Optional.empty();
            }
            if (receipt.succeeded()) {
                Block.Payment payment = entry.getValue();
                Amount amount = new Amount(coin, payment.wei());
                movements.add(new Movement(entry.getKey(), 0, addresses.of(payment.to()), Optional.empty(), amount));
            }
        }
        return Optional.of(movements);
    }

    private static List<JsonNode> resultsNotTooLarge(NodeCall node, List<Query> queries)
            throws IOException, ChainException {
        List<NodeAnswer> answers = node.askAll(queries);
        List<JsonNode> results = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            results.add(notTooLarge(queries.get(i), answers.get(i)));
        }
        return results;
    }

    private static JsonNode notTooLarge(Query query, NodeAnswer answer) throws IOException, ChainException {
        if (answer.hasError() && answer.getError().getCode() == RESPONSE_TOO_LARGE) {
            throw NodeFault.tooLong("the node says that its answer to " + query.method() + " is too large");
        }
        return NodeCall.resultOf(query, answer);
    }
}
