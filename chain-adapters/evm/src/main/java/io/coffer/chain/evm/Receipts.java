// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.chain.evm.rpc.NodeAnswer;
import io.coffer.chain.evm.rpc.NodeCall;
import io.coffer.chain.evm.rpc.Query;
import io.coffer.chain.evm.rpc.Reading;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.TxId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks for the receipts of the transactions that move value by themselves: block by block where the node can. */
final class Receipts {
    private static final String BY_BLOCK = "eth_getBlockReceipts";

    private Receipts() {}

    /** Those that the node has; what is missing the caller notices. */
    static Map<TxId, Receipt> of(NodeCall node, List<Block> blocks) throws IOException, ChainException {
        List<Block> paying = blocks.stream().filter(Block::hasPayments).toList();
        Map<TxId, Receipt> receipts = new HashMap<>();
        if (!paying.isEmpty() && (node.lacks(BY_BLOCK) || !byBlock(node, paying, receipts))) {
            receipts.clear();
            byTransaction(node, paying, receipts);
        }
        return receipts;
    }

    /** Whether the node has such a method. */
    private static boolean byBlock(NodeCall node, List<Block> paying, Map<TxId, Receipt> receipts)
            throws IOException, ChainException {
        List<Query> queries = paying.stream()
                .map(block ->
                        Query.of(BY_BLOCK, "0x" + Long.toHexString(block.ref().height())))
                .toList();
        List<NodeAnswer> answers = node.askEach(queries);
        if (answers.stream().anyMatch(NodeAnswer::isUnsupported)) {
            node.found(BY_BLOCK);
            return false;
        }
        for (int i = 0; i < answers.size(); i++) {
            JsonNode list = Answers.notTooLarge(queries.get(i), answers.get(i));
            if (!list.isNull()) {
                addPaying(paying.get(i), Reading.list(list, "receipts"), receipts);
            }
        }
        return true;
    }

    private static void addPaying(Block block, JsonNode list, Map<TxId, Receipt> receipts) throws ChainException {
        for (JsonNode receipt : list) {
            TxId id = new TxId(Reading.hash(receipt.path("transactionHash"), "receipt: transactionHash"));
            Block.Transaction transaction = block.transactions().get(id);
            if (transaction != null && transaction.payment().isPresent()) {
                receipts.put(id, Receipt.of(receipt));
            }
        }
    }

    private static void byTransaction(NodeCall node, List<Block> paying, Map<TxId, Receipt> receipts)
            throws IOException, ChainException {
        List<Query> queries = new ArrayList<>();
        for (Block block : paying) {
            block.transactions().forEach((id, transaction) -> {
                if (transaction.payment().isPresent()) {
                    queries.add(Query.of("eth_getTransactionReceipt", id.text()));
                }
            });
        }
        List<NodeAnswer> answers = node.askEach(queries);
        for (int i = 0; i < answers.size(); i++) {
            JsonNode json = Answers.notTooLarge(queries.get(i), answers.get(i));
            if (!json.isNull()) {
                Receipt receipt = Receipt.of(json);
                receipts.put(receipt.tx(), receipt);
            }
        }
    }
}
