// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.chain.evm.Block.Payment;
import io.coffer.chain.evm.rpc.Reading;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Bytes;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads payments out of traces. One counts if it moves value to another address by a call or by the end of a contract,
 * and neither it nor a call around it was undone. Only those are numbered: tracers differ in which other calls they
 * tell, such as those to precompiled contracts, but not in these nor in their order.
 */
final class Traces {
    private static final String WHAT = "trace";

    /** The place of a transaction itself, around all its calls. */
    private static final String WHOLE = "/";

    private Traces() {}

    /**
     * All of a block in the form of geth's call tracer: calls within calls. Transactions at its end that cannot have
     * made calls may be missing: Polygon's nodes append one to a block that is no transaction and has no trace.
     */
    static Map<TxId, List<Payment>> nested(JsonNode json, Block block) throws ChainException {
        Reading.list(json, WHAT);
        int transactions = block.transactions().size();
        boolean isWhole = json.size() == transactions;
        boolean isShort =
                block.transactions().values().stream().skip(json.size()).anyMatch(Block.Transaction::mayCall);
        if (json.size() > transactions || isShort) {
            throw new ChainException(
                    ChainException.Kind.GARBAGE,
                    "trace of block " + block.ref().height() + ": " + json.size() + " transactions, the block has "
                            + transactions);
        }
        Map<TxId, List<Payment>> payments = new HashMap<>();
        Iterator<TxId> inOrder = block.transactions().keySet().iterator();
        for (JsonNode each : json) {
            TxId id = inOrder.next();
            JsonNode trace = Reading.object(each, WHAT);
            JsonNode named = trace.path("txHash");
            // Older nodes name none and give them in the order of the block; which one is missing, names alone tell.
            boolean isTold = !isWhole || !named.isMissingNode();
            if (isTold && !id.text().equals(Reading.hash(named, WHAT + ": txHash"))) {
                throw new ChainException(ChainException.Kind.GARBAGE, "trace: not in the order of the block");
            }
            add(payments, id, trace.path("result"));
        }
        return payments;
    }

    /** One transaction in the form of geth's call tracer. */
    static void add(Map<TxId, List<Payment>> payments, TxId id, JsonNode root) throws ChainException {
        List<Payment> found = new ArrayList<>();
        Deque<JsonNode> open = new ArrayDeque<>();
        // What the transaction itself pays is read from the block.
        openCalls(open, Reading.object(root, WHAT));
        while (!open.isEmpty()) {
            JsonNode frame = Reading.object(open.pop(), WHAT + ": call");
            if (!isUndone(frame)) {
                String type = text(frame, "type").toUpperCase(Locale.ROOT);
                if (type.equals("CALL") || type.equals("SELFDESTRUCT")) {
                    payment(frame, "from", "to", "value").ifPresent(found::add);
                }
                openCalls(open, frame);
            }
        }
        if (!found.isEmpty()) {
            payments.put(id, found);
        }
    }

    /**
     * All of a block in the form of trace_block: one list, each call after the one around it. A node that has not traced
     * the block yet may answer with an empty list, so each transaction that may have made calls must be in it.
     */
    static Map<TxId, List<Payment>> flat(JsonNode json, Block block) throws ChainException {
        if (json.isNull()) {
            throw changed(block);
        }
        Map<TxId, List<Payment>> payments = new HashMap<>();
        Map<TxId, List<String>> undone = new HashMap<>();
        Set<TxId> untold = new LinkedHashSet<>(block.callers());
        for (JsonNode trace : Reading.list(json, WHAT)) {
            Reading.object(trace, WHAT);
            if (!Reading.hash(trace.path("blockHash"), WHAT + ": blockHash")
                    .equals(block.ref().hash())) {
                throw changed(block);
            }
            // Rewards of miners belong to no transaction.
            if (trace.path("transactionHash").isTextual()) {
                TxId id = new TxId(Reading.hash(trace.path("transactionHash"), WHAT + ": transactionHash"));
                String place = place(trace);
                if (place.equals(WHOLE)) {
                    untold.remove(id);
                }
                addFlat(payments, undone.computeIfAbsent(id, none -> new ArrayList<>()), id, place, trace);
            }
        }
        if (!untold.isEmpty()) {
            throw new ChainException(
                    ChainException.Kind.BEHIND,
                    "trace of block " + block.ref().height() + ": nothing of " + untold.size()
                            + " transactions, such as " + untold.iterator().next());
        }
        return payments;
    }

    private static void addFlat(
            Map<TxId, List<Payment>> payments, List<String> undone, TxId id, String place, JsonNode trace)
            throws ChainException {
        if (isUndone(trace)) {
            undone.add(place);
        }
        if (place.equals(WHOLE) || undone.stream().anyMatch(place::startsWith)) {
            return;
        }
        JsonNode action = Reading.object(trace.path("action"), WHAT + ": action");
        Optional<Payment> payment = switch (text(trace, "type")) {
            case "call" ->
                text(action, "callType").equals("call") ? payment(action, "from", "to", "value") : Optional.empty();
            case "suicide", "selfdestruct" -> payment(action, "address", "refundAddress", "balance");
            default -> Optional.empty();
        };
        payment.ifPresent(
                found -> payments.computeIfAbsent(id, none -> new ArrayList<>()).add(found));
    }

    /** The numbers of the calls around it, each followed by a slash, so that a place begins with those around it. */
    private static String place(JsonNode trace) throws ChainException {
        StringBuilder place = new StringBuilder(WHOLE);
        for (JsonNode number : Reading.list(trace.path("traceAddress"), WHAT + ": traceAddress")) {
            if (!number.canConvertToInt() || !number.isIntegralNumber()) {
                throw Reading.garbage(WHAT + ": traceAddress", number, "is not a number");
            }
            place.append(number.intValue()).append('/');
        }
        return place.toString();
    }

    private static Optional<Payment> payment(JsonNode json, String from, String to, String value)
            throws ChainException {
        JsonNode told = json.path(value);
        BigInteger wei = told.isMissingNode() || told.isNull()
                ? BigInteger.ZERO
                : Reading.number(told, WHAT + ": " + value, Reading.WORD_BITS);
        if (wei.signum() == 0) {
            return Optional.empty();
        }
        Bytes payer = Reading.address(json.path(from), WHAT + ": " + from);
        Bytes payee = Reading.address(json.path(to), WHAT + ": " + to);
        return payer.equals(payee) ? Optional.empty() : Optional.of(new Payment(payee, wei));
    }

    /** Puts the calls of a frame before all that is open, the first on top: the order of execution. */
    private static void openCalls(Deque<JsonNode> open, JsonNode frame) throws ChainException {
        JsonNode calls = frame.path("calls");
        if (calls.isMissingNode() || calls.isNull() || isUndone(frame)) {
            return;
        }
        Reading.list(calls, WHAT + ": calls");
        for (int i = calls.size() - 1; i >= 0; i--) {
            open.push(calls.get(i));
        }
    }

    private static boolean isUndone(JsonNode call) {
        JsonNode error = call.path("error");
        return !error.isMissingNode() && !error.isNull();
    }

    private static String text(JsonNode json, String field) throws ChainException {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw Reading.garbage(WHAT + ": " + field, value, "is not a text");
        }
        return value.textValue();
    }

    private static ChainException changed(Block block) {
        return new ChainException(
                ChainException.Kind.BEHIND,
                "the node's chain changed while block " + block.ref().height() + " was traced");
    }
}
