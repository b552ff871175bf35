// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.chain.evm.Block.Payment;
import io.coffer.chain.evm.rpc.NodeAnswer;
import io.coffer.chain.evm.rpc.NodeCall;
import io.coffer.chain.evm.rpc.NodeFault;
import io.coffer.chain.evm.rpc.Query;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.TxId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the value that contracts passed on by internal calls, by the first of three ways that the node has: all of a
 * block by geth's call tracer, all of a block in the flat form of OpenEthereum, or transaction by transaction. Each way
 * gives the same payments in the same order: see {@link Traces}.
 */
final class InternalPayments {
    private static final Logger LOG = LoggerFactory.getLogger(InternalPayments.class);

    private static final String BLOCK = "debug_traceBlockByHash";
    private static final String FLAT_BLOCK = "trace_block";
    private static final String TRANSACTION = "debug_traceTransaction";
    private static final List<String> WAYS = List.of(BLOCK, FLAT_BLOCK, TRANSACTION);
    private static final Map<String, String> CALL_TRACER = Map.of("tracer", "callTracer");

    /**
     * The payments of each transaction that made any, in the order of execution.
     *
     * @throws ChainException of kind REFUSED if the node has none of the ways
     */
    Map<TxId, List<Payment>> of(NodeCall node, List<Block> blocks) throws IOException, ChainException {
        Map<TxId, List<Payment>> payments = new HashMap<>();
        for (Block block : blocks) {
            if (block.mayHaveCalls()) {
                payments.putAll(of(node, block));
            }
        }
        return payments;
    }

    private static Map<TxId, List<Payment>> of(NodeCall node, Block block) throws IOException, ChainException {
        for (String way : WAYS) {
            if (!node.lacks(way)) {
                Optional<Map<TxId, List<Payment>>> payments = by(way, node, block);
                if (payments.isPresent()) {
                    return payments.get();
                }
                node.found(way);
            }
        }
        throw new ChainException(
                ChainException.Kind.REFUSED,
                SettingsReader.INTERNAL_TRANSFERS + "=trace: the node has none of " + String.join(", ", WAYS)
                        + "; use a node that has one, or set " + SettingsReader.INTERNAL_TRANSFERS + "=balance");
    }

    /** Empty if the node has no such method. */
    private static Optional<Map<TxId, List<Payment>>> by(String way, NodeCall node, Block block)
            throws IOException, ChainException {
        if (way.equals(TRANSACTION)) {
            return byTransaction(node, block);
        }
        Query query = way.equals(BLOCK)
                ? Query.of(BLOCK, block.ref().hash(), CALL_TRACER)
                : Query.of(FLAT_BLOCK, "0x" + Long.toHexString(block.ref().height()));
        try {
            NodeAnswer answer = node.ask(query);
            if (answer.isUnsupported()) {
                return Optional.empty();
            }
            JsonNode traces = Answers.notTooLarge(query, answer);
            return Optional.of(way.equals(BLOCK) ? Traces.nested(traces, block) : Traces.flat(traces, block));
        } catch (NodeFault fault) {
            if (fault.reason() != NodeFault.Cause.TOO_LONG || node.lacks(TRANSACTION)) {
                throw fault;
            }
            Optional<Map<TxId, List<Payment>>> payments = byTransaction(node, block);
            if (payments.isEmpty()) {
                node.found(TRANSACTION);
                throw fault;
            }
            return payments;
        }
    }

    private static Optional<Map<TxId, List<Payment>>> byTransaction(NodeCall node, Block block)
            throws IOException, ChainException {
        List<TxId> callers = new ArrayList<>();
        block.transactions().forEach((id, transaction) -> {
            if (transaction.mayCall()) {
                callers.add(id);
            }
        });
        List<Query> queries = callers.stream()
                .map(id -> Query.of(TRANSACTION, id.text(), CALL_TRACER))
                .toList();
        List<Optional<NodeAnswer>> answers = Answers.eachThatCanBeRead(node, queries);
        Map<TxId, List<Payment>> payments = new HashMap<>();
        for (int i = 0; i < callers.size(); i++) {
            Optional<NodeAnswer> answer = answers.get(i);
            if (answer.filter(NodeAnswer::isUnsupported).isPresent()) {
                return Optional.empty();
            }
            if (answer.isEmpty()) {
                untraceable(callers.get(i));
            } else {
                Traces.add(payments, callers.get(i), NodeCall.resultOf(queries.get(i), answer.get()));
            }
        }
        requireStillThere(node, block);
        return Optional.of(payments);
    }

    /** Whoever makes a trace endless must not stop everybody else's deposits; the balance tells of his own. */
    private static void untraceable(TxId id) {
        LOG.warn(
                "the trace of {} is longer than is read: what contracts passed on in it shows in balances only",
                id.text());
    }

    /** A transaction may be traced where it is mined by now, in another block than the one that was read. */
    private static void requireStillThere(NodeCall node, Block block) throws IOException, ChainException {
        JsonNode again = node.result(Block.query(block.ref().height(), false));
        if (again.isNull() || !Block.head(again, "block").ref().equals(block.ref())) {
            throw new ChainException(
                    ChainException.Kind.BEHIND,
                    "the node's chain changed while block " + block.ref().height() + " was traced");
        }
    }
}
