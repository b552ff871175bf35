// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.rpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer of a node into a tree that holds only the fields which are looked at. Logs and call data, most of a
 * full block, are skipped as they stream by unless the question asks for them.
 */
final class AnswerReader {
    /** A tree costs far more memory than its text; this bounds it whatever the text is. */
    static final int MAX_VALUES = 500_000;

    /** The machine allows calls to be nested 1024 deep (yellow paper, section 8); each takes two levels of a trace. */
    static final int MAX_DEPTH = 2 * 1024 + 64;

    private static final int MAX_NUMBER_LENGTH = 100;
    private static final Set<String> KEPT = Set.of(
            "jsonrpc",
            "id",
            "result",
            "error",
            "code",
            "message", // the envelope
            "number",
            "hash",
            "parentHash",
            "timestamp",
            "transactions",
            "baseFeePerGas", // a block
            "from",
            "to",
            "value",
            "gas",
            "gasPrice", // a transaction
            "transactionHash",
            "blockHash",
            "blockNumber",
            "status",
            "gasUsed",
            "effectiveGasPrice",
            "l1Fee", // a receipt
            "reward", // a fee history
            "txHash",
            "type",
            "calls",
            "action",
            "callType",
            "address",
            "refundAddress",
            "balance",
            "traceAddress"); // a trace

    private final JsonFactory factory = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .build())
            .build();
    private final Set<String> details;
    private int values;

    private AnswerReader(Set<String> details) {
        this.details = details;
    }

    /**
     * Reads an answer.
     *
     * @param details names of fields that are kept beside those that always are
     * @throws NodeFault if the text is not exactly one JSON value, or too much of one
     */
    static JsonNode read(byte[] text, Set<String> details) throws NodeFault {
        try {
            return new AnswerReader(details).document(text);
        } catch (NodeFault known) {
            throw known;
        } catch (IOException malformed) {
            throw new NodeFault(NodeFault.Cause.NOT_JSON_RPC, "answer is not JSON");
        }
    }

    private JsonNode document(byte[] text) throws IOException {
        try (JsonParser parser = factory.createParser(text)) {
            parser.nextToken();
            JsonNode document = value(parser);
            if (parser.nextToken() != null) {
                throw new NodeFault(NodeFault.Cause.NOT_JSON_RPC, "answer goes on after its end");
            }
            return document;
        }
    }

    /** The value at which the parser stands. Not recursive: a stranger decides how deep a trace is nested. */
    private JsonNode value(JsonParser parser) throws IOException {
        Deque<ContainerNode<?>> open = new ArrayDeque<>();
        JsonToken token = parser.currentToken();
        while (true) {
            ContainerNode<?> around = open.peek();
            JsonNode complete;
            if (token == JsonToken.FIELD_NAME) {
                boolean kept = KEPT.contains(parser.currentName()) || details.contains(parser.currentName());
                token = parser.nextToken();
                if (!kept) {
                    parser.skipChildren();
                    token = parser.nextToken();
                }
                continue;
            }
            if (token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY) {
                complete = open.pop();
            } else {
                JsonNode begun = begun(parser, token);
                attach(around, parser.currentName(), begun);
                if (begun instanceof ContainerNode<?> container) {
                    open.push(container);
                    token = parser.nextToken();
                    continue;
                }
                complete = begun;
            }
            if (open.isEmpty()) {
                return complete;
            }
            token = parser.nextToken();
        }
    }

    private static void attach(@Nullable ContainerNode<?> around, String name, JsonNode value) {
        if (around instanceof ObjectNode object) {
            object.set(name, value);
        } else if (around instanceof ArrayNode array) {
            array.add(value);
        }
    }

    /** A scalar, or a container that is still empty. */
    private JsonNode begun(JsonParser parser, @Nullable JsonToken token) throws IOException {
        values++;
        if (values > MAX_VALUES) {
            throw new NodeFault(NodeFault.Cause.TOO_LONG, "answer holds more than " + MAX_VALUES + " values");
        }
        if (token == null) {
            throw new NodeFault(NodeFault.Cause.NOT_JSON_RPC, "answer is empty");
        }
        return switch (token) {
            case START_OBJECT -> JsonNodeFactory.instance.objectNode();
            case START_ARRAY -> JsonNodeFactory.instance.arrayNode();
            case VALUE_STRING -> TextNode.valueOf(parser.getText());
            case VALUE_NUMBER_INT -> BigIntegerNode.valueOf(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> DecimalNode.valueOf(parser.getDecimalValue());
            case VALUE_TRUE -> BooleanNode.TRUE;
            case VALUE_FALSE -> BooleanNode.FALSE;
            case VALUE_NULL -> NullNode.instance;
            default -> throw new NodeFault(NodeFault.Cause.NOT_JSON_RPC, "answer is not JSON");
        };
    }
}
