// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.chain.evm.Block.Payment;
import io.coffer.chain.evm.rpc.NodeAnswer;
import io.coffer.chain.evm.rpc.NodeCall;
import io.coffer.chain.evm.rpc.NodeFault;
import io.coffer.chain.evm.rpc.Query;
import io.coffer.chain.evm.tx.EvmAddresses;
import io.coffer.chain.evm.tx.HostedTokens;
import io.coffer.spi.asset.TokenMovement;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.Movement;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads runs of blocks with the value that their transactions moved.
 *
 * <p>The node's chain may change between two questions. A run therefore ends before the first block that does not
 * follow the one before it; the next read starts there and finds out. What was read until then is returned rather than
 * lost, so that a slow node still makes progress.
 */
final class BlockScan {
    /**
     * Position of the first payment by an internal call; the n-th has n more. Logs are counted from below: a transaction
     * cannot have so many.
     */
    static final int FIRST_INTERNAL_POSITION = 1 << 30;

    /** Position of what a transaction's first log tells, whoever wrote it; the n-th has n more. 0 is the coin's. */
    private static final int FIRST_TOKEN_POSITION = 1;

    private final NetworkAssetId coin;
    private final EvmAddresses addresses;
    private final InternalTransfers internal;
    private final InternalPayments calls = new InternalPayments();
    private final TracesWherePossible tracesWherePossible;
    private final boolean hasTokens;
    private final TokenLogs tokenLogs;
    private final TokenMovements tokenMovements;
    private final AskSize chunk;

    BlockScan(
            NetworkAssetId coin,
            EvmAddresses addresses,
            ReadSettings settings,
            HostedTokens tokens,
            TracesWherePossible traces) {
        this.coin = coin;
        this.addresses = addresses;
        this.internal = settings.internal();
        this.tracesWherePossible = traces;
        this.hasTokens = !tokens.isEmpty();
        this.tokenLogs = new TokenLogs(tokens);
        this.tokenMovements = new TokenMovements(tokens, addresses);
        this.chunk = new AskSize(settings.blockRange());
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
            int size = (int) Math.min(chunk.now(), last - tip.height());
            try {
                List<BlockEvent> more = run(node, tip, size);
                events.addAll(more);
                if (more.size() < size) {
                    break;
                }
                tip = more.get(more.size() - 1).block();
                chunk.succeeded();
            } catch (NodeFault fault) {
                if (!asksForFewer(node, fault, size)) {
                    if (events.isEmpty()) {
                        throw fault;
                    }
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

    /** Whether fewer blocks at once may succeed where {@code size} were too many or took too long, in the time left. */
    private boolean asksForFewer(NodeCall node, NodeFault fault, int size) {
        boolean tooMany = fault.reason() == NodeFault.Cause.TOO_LONG || fault.reason() == NodeFault.Cause.NO_TIME_LEFT;
        if (tooMany) {
            chunk.halve(size);
        }
        return tooMany && size > 1 && node.deadline().leftMs() > 0;
    }

    /**
     * What the node tells of a run of blocks beside the blocks themselves.
     *
     * @param logs what it tells of the logs of hosted tokens
     * @param calls what contracts passed on
     */
    private record Told(TokenLogs.Found logs, Receipts receipts, Map<TxId, List<Payment>> calls) {}

    private List<BlockEvent> run(NodeCall node, BlockRef after, int size) throws IOException, ChainException {
        List<Block> blocks = linked(node, after, size);
        TokenLogs.Found logs = hasTokens ? tokenLogs.of(node, blocks) : TokenLogs.Found.NONE;
        Told told = new Told(logs, Receipts.of(node, blocks, logs.writers()), internal(node, blocks));
        List<BlockEvent> events = new ArrayList<>();
        for (Block block : blocks) {
            Optional<List<Movement>> movements = movements(block, told);
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

    private Map<TxId, List<Payment>> internal(NodeCall node, List<Block> blocks) throws IOException, ChainException {
        return switch (internal) {
            case AUTO -> tracesWherePossible.of(node, blocks);
            case TRACE -> calls.of(node, blocks);
            case BALANCE, OFF -> Map.of();
        };
    }

    /** At least one block that follows {@code after}; more as long as each follows the one before. */
    private List<Block> linked(NodeCall node, BlockRef after, int size) throws IOException, ChainException {
        List<Query> queries = new ArrayList<>();
        for (int i = 1; i <= size; i++) {
            Query query = Block.query(after.height() + i, true);
            queries.add(hasTokens ? query.with(LogsBloom.DETAILS) : query);
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

    /** Empty if a receipt is missing or of another block: the chain moves, or the node has not indexed it yet. */
    private Optional<List<Movement>> movements(Block block, Told told) throws ChainException {
        List<Movement> movements = new ArrayList<>();
        for (Map.Entry<TxId, Block.Transaction> entry : block.transactions().entrySet()) {
            TxId id = entry.getKey();
            Optional<Payment> payment = entry.getValue().payment();
            boolean isWanted = payment.isPresent() || told.logs.writers().contains(id);
            if (isWanted && !told.receipts.isTooLong(id)) {
                Optional<Receipt> receipt = told.receipts.of(id);
                if (receipt.isEmpty() || !receipt.get().block().equals(block.ref())) {
                    return Optional.empty();
                }
                if (receipt.get().succeeded()) {
                    payment.ifPresent(paid -> movements.add(movement(id, 0, paid)));
                    movements.addAll(tokens(receipt.get(), told.logs.of(id)));
                }
            }
            int position = FIRST_INTERNAL_POSITION;
            for (Payment call : told.calls.getOrDefault(id, List.of())) {
                movements.add(movement(id, position++, call));
            }
        }
        return Optional.of(movements);
    }

    /** Logs are believed only as the receipt tells them, which must be just as the node told them by the block. */
    private List<Movement> tokens(Receipt receipt, List<Log> found) throws ChainException {
        if (!new HashSet<>(receipt.logs()).containsAll(found)) {
            throw new ChainException(
                    ChainException.Kind.GARBAGE,
                    "receipt of " + receipt.tx() + ": not the logs that the node tells of its block");
        }
        List<Movement> movements = new ArrayList<>();
        for (TokenMovement moved : tokenMovements.of(receipt)) {
            int position = FIRST_TOKEN_POSITION + moved.logIndex();
            movements.add(new Movement(receipt.tx(), position, moved.to(), Optional.empty(), moved.amount()));
        }
        return movements;
    }

    private Movement movement(TxId id, int position, Payment payment) {
        return new Movement(
                id, position, addresses.of(payment.to()), Optional.empty(), new Amount(coin, payment.wei()));
    }

    private static List<JsonNode> resultsNotTooLarge(NodeCall node, List<Query> queries)
            throws IOException, ChainException {
        List<NodeAnswer> answers = node.askAll(queries);
        List<JsonNode> results = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            results.add(Answers.notTooLarge(queries.get(i), answers.get(i)));
        }
        return results;
    }
}
