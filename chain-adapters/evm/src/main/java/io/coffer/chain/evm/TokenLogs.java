// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.chain.evm.rpc.NodeAnswer;
import io.coffer.chain.evm.rpc.NodeCall;
import io.coffer.chain.evm.rpc.NodeFault;
import io.coffer.chain.evm.rpc.Query;
import io.coffer.chain.evm.rpc.Reading;
import io.coffer.chain.evm.tx.HostedTokens;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the logs that hosted contracts wrote in a block. They are asked for by the block's hash and not its height, so
 * that whatever the node's chain does meanwhile, they are of this very block or there is no answer.
 */
final class TokenLogs {
    private static final String METHOD = "eth_getLogs";

    /** Contracts that are asked for in one question; nodes refuse long lists. */
    static final int CONTRACTS_AT_ONCE = 100;

    private final HostedTokens tokens;

    TokenLogs(HostedTokens tokens) {
        this.tokens = tokens;
    }

    /** Those that stand, by transaction. */
    Map<TxId, List<Log>> of(NodeCall node, List<Block> blocks) throws IOException, ChainException {
        List<Block> asked = new ArrayList<>();
        List<Query> queries = new ArrayList<>();
        for (Block block : blocks) {
            if (!block.transactions().isEmpty()) {
                for (Query query : queries(block)) {
                    asked.add(block);
                    queries.add(query);
                }
            }
        }
        List<NodeAnswer> answers = node.askEach(queries);
        Map<TxId, List<Log>> found = new HashMap<>();
        Set<String> places = new HashSet<>();
        for (int i = 0; i < answers.size(); i++) {
            for (Log log : logs(node, asked.get(i), answers.get(i))) {
                if (!places.add(log.blockHash() + log.blockIndex())) {
                    throw garbage("log " + log.blockIndex() + " of " + log.blockHash() + " is told twice");
                }
                if (!log.removed()) {
                    found.computeIfAbsent(log.tx(), id -> new ArrayList<>()).add(log);
                }
            }
        }
        return found;
    }

    private List<Query> queries(Block block) {
        List<String> contracts = tokens.contracts().stream()
                .map(contract -> "0x" + contract.toHex())
                .toList();
        List<Query> queries = new ArrayList<>();
        for (int from = 0; from < contracts.size(); from += CONTRACTS_AT_ONCE) {
            List<String> some = contracts.subList(from, Math.min(contracts.size(), from + CONTRACTS_AT_ONCE));
            Map<String, Object> filter = Map.of("blockHash", block.ref().hash(), "address", some);
            queries.add(Query.of(METHOD, filter).with(Log.DETAILS));
        }
        return queries;
    }

    private List<Log> logs(NodeCall node, Block block, NodeAnswer answer) throws IOException, ChainException {
        if (answer.isTooMuch()) {
            throw NodeFault.tooLong("the node refuses " + METHOD + " as too much: " + answer.complaint());
        }
        if (answer.hasError() || answer.getResult().isNull()) {
            throw refused(node, block, answer);
        }
        List<Log> logs = new ArrayList<>();
        for (JsonNode json : Reading.list(answer.getResult(), METHOD)) {
            Log log = Log.of(json);
            Bytes contract = log.content().contract();
            boolean isAsked = log.blockHash().equals(block.ref().hash())
                    && tokens.at(contract).isPresent();
            if (!isAsked || !block.transactions().containsKey(log.tx())) {
                throw garbage(METHOD + ": log " + log.blockIndex() + " is not of block " + block.ref() + ", or of 0x"
                        + contract.toHex() + ", which was not asked for");
            }
            logs.add(log);
        }
        return logs;
    }

    /** A node refuses a block that its chain has left meanwhile, each in words of its own. */
    private static ChainException refused(NodeCall node, Block block, NodeAnswer answer)
            throws IOException, ChainException {
        JsonNode again = node.result(Block.query(block.ref().height(), false));
        if (again.isNull() || !Block.head(again, "block").ref().equals(block.ref())) {
            return new ChainException(
                    ChainException.Kind.BEHIND,
                    "the node's chain changed while the logs of block "
                            + block.ref().height() + " were read");
        }
        return answer.hasError()
                ? new ChainException(
                        ChainException.Kind.REFUSED,
                        METHOD + ": " + answer.complaint()
                                + "; tokens need a node that tells logs by blockHash (EIP-234)")
                : garbage(METHOD + ": null");
    }

    private static ChainException garbage(String message) {
        return new ChainException(ChainException.Kind.GARBAGE, message);
    }
}
