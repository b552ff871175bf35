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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the logs that hosted contracts wrote in a block. They are asked for by the block's hash and not its height, so
 * that whatever the node's chain does meanwhile, they are of this very block or there is no answer.
 *
 * <p>Where there are too many to be told, or none are told of a contract that by the block's bloom may have written some,
 * the receipts of the block have to tell.
 */
final class TokenLogs {
    private static final Logger LOG = LoggerFactory.getLogger(TokenLogs.class);
    private static final String METHOD = "eth_getLogs";

    /** Contracts that are asked for in one question; nodes refuse long lists. */
    static final int CONTRACTS_AT_ONCE = 100;

    /** The first topic of an ERC-20's log of a movement: keccak256("Transfer(address,address,uint256)"), EIP-20. */
    private static final Bytes TRANSFER = Bytes.hex("ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef");

    private final HostedTokens tokens;
    /** What the bloom of a block holds in which the contract wrote of a movement. */
    private final Map<Bytes, LogsBloom> marks;

    TokenLogs(HostedTokens tokens) {
        this.tokens = tokens;
        this.marks = new LinkedHashMap<>();
        for (Bytes contract : tokens.contracts()) {
            marks.put(
                    contract, LogsBloom.of(tokens.isErc20(contract) ? List.of(contract, TRANSFER) : List.of(contract)));
        }
    }

    /**
     * What is known of the logs of some blocks.
     *
     * @param logs those that the node told, by transaction
     * @param writers the transactions in which hosted contracts wrote or may have written logs: those of {@code logs},
     *     and all of a block whose receipts have to tell
     */
    record Found(Map<TxId, List<Log>> logs, Set<TxId> writers) {
        static final Found NONE = new Found(Map.of(), Set.of());

        List<Log> of(TxId transaction) {
            return logs.getOrDefault(transaction, List.of());
        }
    }

    /** @throws NodeFault of cause TOO_LONG if the logs of fewer blocks may be told; never of a single one */
    Found of(NodeCall node, List<Block> blocks) throws IOException, ChainException {
        try {
            return checked(blocks, told(node, blocks));
        } catch (NodeFault fault) {
            if (fault.reason() != NodeFault.Cause.TOO_LONG || blocks.size() > 1) {
                throw fault;
            }
        }
        Block block = blocks.get(0);
        Optional<List<Log>> logs = oneByOne(node, block);
        return logs.isPresent()
                ? checked(blocks, logs.get())
                : new Found(Map.of(), block.transactions().keySet());
    }

    private List<Log> told(NodeCall node, List<Block> blocks) throws IOException, ChainException {
        List<Block> asked = new ArrayList<>();
        List<Query> queries = new ArrayList<>();
        List<Bytes> contracts = tokens.contracts();
        for (Block block : blocks) {
            if (!block.transactions().isEmpty()) {
                for (int from = 0; from < contracts.size(); from += CONTRACTS_AT_ONCE) {
                    int to = Math.min(contracts.size(), from + CONTRACTS_AT_ONCE);
                    asked.add(block);
                    queries.add(query(block, contracts.subList(from, to), Map.of()));
                }
            }
        }
        List<NodeAnswer> answers = node.askEach(queries);
        List<Log> logs = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i).isTooMuch()) {
                throw NodeFault.tooLong("the node refuses " + METHOD + " as too much: "
                        + answers.get(i).complaint());
            }
            logs.addAll(logs(node, asked.get(i), answers.get(i)));
        }
        return logs;
    }

    /** Each contract alone, then without what is no transfer; empty if those of one are still more than are told. */
    private Optional<List<Log>> oneByOne(NodeCall node, Block block) throws IOException, ChainException {
        List<Log> logs = new ArrayList<>();
        List<Bytes> tooMany = each(node, block, tokens.contracts(), Map.of(), logs);
        List<Bytes> narrowed = tooMany.stream().filter(tokens::isErc20).toList();
        List<Bytes> left = new ArrayList<>(tooMany);
        left.removeAll(narrowed);
        left.addAll(each(node, block, narrowed, Map.of("topics", List.of("0x" + TRANSFER.toHex())), logs));
        if (left.isEmpty()) {
            return Optional.of(logs);
        }
        LOG.warn(
                "the logs of {} in block {} are more than is read: the receipts of its transactions are read instead",
                left.stream().map(TokenLogs::text).toList(),
                block.ref());
        return Optional.empty();
    }

    /** Adds the logs of each contract to {@code logs}; returns those of which there are too many. */
    private List<Bytes> each(
            NodeCall node, Block block, List<Bytes> contracts, Map<String, Object> filter, List<Log> logs)
            throws IOException, ChainException {
        List<Query> queries = contracts.stream()
                .map(contract -> query(block, List.of(contract), filter))
                .toList();
        List<Optional<NodeAnswer>> answers = Answers.eachThatCanBeRead(node, queries);
        List<Bytes> tooMany = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            Optional<NodeAnswer> answer = answers.get(i);
            // Though a node may say so because it is busy: nothing is lost where the receipts are read.
            if (answer.isEmpty() || answer.get().isTooMuch()) {
                tooMany.add(contracts.get(i));
            } else {
                logs.addAll(logs(node, block, answer.get()));
            }
        }
        return tooMany;
    }

    private static Query query(Block block, List<Bytes> contracts, Map<String, Object> more) {
        Map<String, Object> filter = new LinkedHashMap<>();
        filter.put("blockHash", block.ref().hash());
        filter.put("address", contracts.stream().map(TokenLogs::text).toList());
        filter.putAll(more);
        return Query.of(METHOD, filter).with(Log.DETAILS);
    }

    private List<Log> logs(NodeCall node, Block block, NodeAnswer answer) throws IOException, ChainException {
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
                throw garbage(METHOD + ": log " + log.blockIndex() + " is not of block " + block.ref() + ", or of "
                        + text(contract) + ", which was not asked for");
            }
            logs.add(log);
        }
        return logs;
    }

    private Found checked(List<Block> blocks, List<Log> told) throws ChainException {
        Map<TxId, List<Log>> logs = new HashMap<>();
        Set<String> places = new HashSet<>();
        Map<String, Set<Bytes>> contracts = new HashMap<>();
        for (Log log : told) {
            if (!places.add(log.blockHash() + log.blockIndex())) {
                throw garbage("log " + log.blockIndex() + " of " + log.blockHash() + " is told twice");
            }
            logs.computeIfAbsent(log.tx(), id -> new ArrayList<>()).add(log);
            contracts
                    .computeIfAbsent(log.blockHash(), hash -> new HashSet<>())
                    .add(log.content().contract());
        }
        Set<TxId> writers = new HashSet<>(logs.keySet());
        for (Block block : blocks) {
            if (mayHaveMore(block, contracts.getOrDefault(block.ref().hash(), Set.of()))) {
                writers.addAll(block.transactions().keySet());
            }
        }
        return new Found(logs, writers);
    }

    /** Whether by the block's bloom another hosted contract than these may have told of a movement in it. */
    private boolean mayHaveMore(Block block, Set<Bytes> contracts) {
        return block.bloom().isPresent()
                && marks.entrySet().stream()
                        .filter(mark -> !contracts.contains(mark.getKey()))
                        .anyMatch(mark -> block.bloom().get().mayHold(mark.getValue()));
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

    private static String text(Bytes contract) {
        return "0x" + contract.toHex();
    }

    private static ChainException garbage(String message) {
        return new ChainException(ChainException.Kind.GARBAGE, message);
    }
}
