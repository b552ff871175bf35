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
        Told told = ask(node, block);
        return told.payments()
                .orElseThrow(() -> new ChainException(
                        ChainException.Kind.REFUSED,
                        SettingsReader.INTERNAL_TRANSFERS + "=trace: " + told.whyNot()
                                + "; use a node that has one, or set " + SettingsReader.INTERNAL_TRANSFERS
                                + "=balance"));
    }

    /**
     * What a node makes of the wish to have a block traced.
     *
     * @param payments of each transaction that made any; empty if the node says that it cannot
     * @param whyNot empty if it can, and for one way that the node lacks; for one way more is told where state is gone
     */
    record Told(Optional<Map<TxId, List<Payment>>> payments, String whyNot) {
        private static Told of(Map<TxId, List<Payment>> payments) {
            return new Told(Optional.of(payments), "");
        }

        private static Told not(String why) {
            return new Told(Optional.empty(), why);
        }
    }

    /**
     * Asks one node in each of the ways; where it no longer has the state for all of a block, it is not asked for each
     * transaction.
     *
     * @throws ChainException if the node neither traces the block nor says that it cannot; so does IOException
     */
    static Told ask(NodeCall node, Block block) throws IOException, ChainException {
        String whyNot = "the node has none of " + String.join(", ", WAYS);
        boolean isStateGone = false;
        for (String way : WAYS) {
            boolean isInVain = isStateGone && way.equals(TRANSACTION);
            if (!isInVain && !node.lacks(way)) {
                Told told = by(way, node, block);
                if (told.payments().isPresent()) {
                    return told;
                }
                if (!told.whyNot().isEmpty()) {
                    isStateGone = true;
                    whyNot = told.whyNot();
                }
            }
        }
        return Told.not(whyNot);
    }

    private static Told by(String way, NodeCall node, Block block) throws IOException, ChainException {
        if (way.equals(TRANSACTION)) {
            return byTransaction(node, block);
        }
        Query query = way.equals(BLOCK)
                ? Query.of(BLOCK, block.ref().hash(), CALL_TRACER)
                : Query.of(FLAT_BLOCK, "0x" + Long.toHexString(block.ref().height()));
        try {
            NodeAnswer answer = node.ask(query);
            if (answer.isUnsupported() || answer.isStateGone()) {
                return cannot(way, node, answer);
            }
            JsonNode traces = Answers.notTooLarge(query, answer);
            return Told.of(way.equals(BLOCK) ? Traces.nested(traces, block) : Traces.flat(traces, block));
        } catch (NodeFault fault) {
            if (fault.reason() != NodeFault.Cause.TOO_LONG || node.lacks(TRANSACTION)) {
                throw fault;
            }
            Told told = byTransaction(node, block);
            if (told.payments().isEmpty()) {
                throw fault;
            }
            return told;
        }
    }

    /** A missing method is remembered; a block whose state is gone says nothing of the blocks after it. */
    private static Told cannot(String way, NodeCall node, NodeAnswer answer) {
        if (answer.isUnsupported()) {
            node.found(way);
            return Told.not("");
        }
        return Told.not("the node no longer keeps what a trace needs: " + way + ": " + answer.complaint());
    }

    private static Told byTransaction(NodeCall node, Block block) throws IOException, ChainException {
        List<TxId> callers = block.callers();
        List<Query> queries = callers.stream()
                .map(id -> Query.of(TRANSACTION, id.text(), CALL_TRACER))
                .toList();
        List<Optional<NodeAnswer>> answers = Answers.eachThatCanBeRead(node, queries);
        Map<TxId, List<Payment>> payments = new HashMap<>();
        for (int i = 0; i < callers.size(); i++) {
            Optional<NodeAnswer> answer = answers.get(i);
            if (answer.isPresent()
                    && (answer.get().isUnsupported() || answer.get().isStateGone())) {
                return cannot(TRANSACTION, node, answer.get());
            }
            if (answer.isEmpty()) {
                untraceable(callers.get(i));
            } else {
                Traces.add(payments, callers.get(i), NodeCall.resultOf(queries.get(i), answer.get()));
            }
        }
        requireStillThere(node, block);
        return Told.of(payments);
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
