// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.chain.evm.rpc.NodeAnswer;
import io.coffer.chain.evm.rpc.NodeCall;
import io.coffer.chain.evm.rpc.NodeFault;
import io.coffer.chain.evm.rpc.Query;
import io.coffer.chain.evm.rpc.Reading;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.TxId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The receipts of the transactions that move value by themselves or in which tokens wrote logs: block by block where the
 * node can and that is not too much, else one by one.
 */
final class Receipts {
    private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);
    private static final String BY_BLOCK = "eth_getBlockReceipts";
    private static final String BY_TRANSACTION = "eth_getTransactionReceipt";

    private final NodeCall node;
    private final Set<TxId> logging;
    private final Map<TxId, Receipt> found = new HashMap<>();
    private final Set<TxId> tooLong = new HashSet<>();

    private Receipts(NodeCall node, Set<TxId> logging) {
        this.node = node;
        this.logging = logging;
    }

    /**
     * Those that the node has; what is missing the caller notices.
     *
     * @param logging transactions whose receipts are wanted with their logs
     */
    static Receipts of(NodeCall node, List<Block> blocks, Set<TxId> logging) throws IOException, ChainException {
        Receipts receipts = new Receipts(node, logging);
        List<Block> asked = blocks.stream()
                .filter(block -> !receipts.wanted(block).isEmpty())
                .toList();
        if (!asked.isEmpty() && (node.lacks(BY_BLOCK) || !receipts.readByBlock(asked))) {
            receipts.found.clear();
            receipts.byTransaction(asked.stream()
                    .flatMap(block -> receipts.wanted(block).stream())
                    .toList());
        }
        return receipts;
    }

    Optional<Receipt> of(TxId transaction) {
        return Optional.ofNullable(found.get(transaction));
    }

    /** Whether the receipt of this one transaction is longer than is ever read. */
    boolean isTooLong(TxId transaction) {
        return tooLong.contains(transaction);
    }

    private List<TxId> wanted(Block block) {
        List<TxId> wanted = new ArrayList<>();
        block.transactions().forEach((id, transaction) -> {
            if (transaction.payment().isPresent() || logging.contains(id)) {
                wanted.add(id);
            }
        });
        return wanted;
    }

    /** Whether the node has such a method and the answer was not too much of a single block. */
    private boolean readByBlock(List<Block> asked) throws IOException, ChainException {
        try {
            return byBlock(asked);
        } catch (NodeFault fault) {
            if (fault.reason() != NodeFault.Cause.TOO_LONG || asked.size() > 1) {
                throw fault;
            }
            return false;
        }
    }

    private boolean byBlock(List<Block> asked) throws IOException, ChainException {
        List<Query> queries = new ArrayList<>();
        for (Block block : asked) {
            boolean withLogs = wanted(block).stream().anyMatch(logging::contains);
            Query query = Query.of(BY_BLOCK, "0x" + Long.toHexString(block.ref().height()));
            queries.add(withLogs ? query.with(Receipt.LOGS) : query);
        }
        List<NodeAnswer> answers = node.askEach(queries);
        if (answers.stream().anyMatch(NodeAnswer::isUnsupported)) {
            node.found(BY_BLOCK);
            return false;
        }
        List<TxId> left = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            JsonNode list = Answers.notTooLarge(queries.get(i), answers.get(i));
            if (!list.isNull()) {
                Set<TxId> wanted = Set.copyOf(wanted(asked.get(i)));
                for (JsonNode receipt : Reading.list(list, "receipts")) {
                    TxId id = new TxId(Reading.hash(receipt.path("transactionHash"), "receipt: transactionHash"));
                    if (wanted.contains(id)) {
                        found.put(id, read(id, receipt));
                    }
                }
                wanted.stream().filter(id -> !found.containsKey(id)).forEach(left::add);
            }
        }
        // A chain may leave transactions of its own, such as those of a bridge, out of the receipts of a block.
        byTransaction(left);
        return true;
    }

    private void byTransaction(List<TxId> ids) throws IOException, ChainException {
        List<Query> queries = ids.stream().map(this::query).toList();
        List<Optional<NodeAnswer>> answers = Answers.eachThatCanBeRead(node, queries);
        for (int i = 0; i < ids.size(); i++) {
            TxId id = ids.get(i);
            Optional<NodeAnswer> answer = answers.get(i);
            if (answer.isEmpty()) {
                passOver(id);
            } else {
                JsonNode json = NodeCall.resultOf(queries.get(i), answer.get());
                if (!json.isNull()) {
                    found.put(id, read(id, json));
                }
            }
        }
    }

    /** Whoever makes a receipt endless must not stop everybody else's deposits. */
    private void passOver(TxId id) {
        tooLong.add(id);
        LOG.warn("the receipt of {} is longer than is read: whatever moved in it is no deposit by itself", id.text());
    }

    private Query query(TxId id) {
        Query query = Query.of(BY_TRANSACTION, id.text());
        return logging.contains(id) ? query.with(Receipt.LOGS) : query;
    }

    private Receipt read(TxId id, JsonNode json) throws ChainException {
        Receipt receipt = logging.contains(id) ? Receipt.withLogs(json) : Receipt.of(json);
        if (!receipt.tx().equals(id)) {
            throw new ChainException(ChainException.Kind.GARBAGE, "receipt: of another transaction");
        }
        return receipt;
    }
}
