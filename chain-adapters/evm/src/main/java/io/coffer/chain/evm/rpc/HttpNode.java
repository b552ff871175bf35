// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coffer.plugin.Printable;
import io.coffer.plugin.call.Deadline;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.web3j.protocol.Service;
import org.web3j.protocol.core.BatchRequest;
import org.web3j.protocol.core.BatchResponse;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;

/**
 * web3j's transport on the JDK's HTTP client, for the length of one call.
 *
 * <p>It writes the JSON-RPC envelope itself, because Jackson would otherwise look at every property of a request and
 * load rxjava; and it reads every answer strictly, because web3j's own classes take numbers for text and missing fields
 * for null.
 */
final class HttpNode extends Service {
    private static final String VERSION = "2.0";

    private final Wire wire;
    private final Deadline deadline;
    private final Set<String> details;

    HttpNode(Wire wire, Deadline deadline) {
        this(wire, deadline, Set.of());
    }

    private HttpNode(Wire wire, Deadline deadline, Set<String> details) {
        super(false);
        this.wire = wire;
        this.deadline = deadline;
        this.details = Set.copyOf(details);
    }

    /** The same, which reads these fields of its answers beside those that always are. */
    HttpNode reading(Set<String> moreDetails) {
        return moreDetails.isEmpty() ? this : new HttpNode(wire, deadline, moreDetails);
    }

    @Override
    protected InputStream performIO(String payload) throws IOException {
        return new ByteArrayInputStream(wire.post(payload, deadline));
    }

    @Override
    @SuppressWarnings("rawtypes") // as web3j declares it
    public <T extends Response> T send(Request request, Class<T> responseType) throws IOException {
        JsonNode answer = exchange(envelope(request));
        return responseType.cast(read(answer, request.getId()));
    }

    @Override
    public BatchResponse sendBatch(BatchRequest batch) throws IOException {
        ArrayNode envelopes = JsonNodeFactory.instance.arrayNode();
        batch.getRequests().forEach(request -> envelopes.add(envelope(request)));
        JsonNode answer = exchange(envelopes);
        if (!answer.isArray()) {
            throw batchFault(answer);
        }
        Map<Long, JsonNode> byId = new HashMap<>();
        for (JsonNode entry : answer) {
            if (byId.put(idOf(entry), entry) != null) {
                throw garbage("a batch was answered twice for one id");
            }
        }
        List<NodeAnswer> answers = new ArrayList<>();
        for (Request<?, ?> request : batch.getRequests()) {
            JsonNode entry = byId.remove(request.getId());
            if (entry == null) {
                throw garbage("a batch was answered without one of its ids");
            }
            answers.add(read(entry, request.getId()));
        }
        if (!byId.isEmpty()) {
            throw garbage("a batch was answered for ids that were not asked");
        }
        return new BatchResponse(batch.getRequests(), answers);
    }

    /** Nothing of its own is open. */
    @Override
    public void close() {
        // The wire is shared by all calls and closed by its owner.
    }

    private JsonNode exchange(JsonNode envelope) throws IOException {
        try (InputStream answer = performIO(envelope.toString())) {
            return AnswerReader.read(answer.readAllBytes(), details);
        }
    }

    private NodeFault batchFault(JsonNode answer) {
        if (!answer.path("error").isObject()) {
            return garbage("a batch was not answered by a list");
        }
        boolean tooLong =
                Complaint.isBatchTooLong(answer.path("error").path("message").asText(""));
        return new NodeFault(
                tooLong ? NodeFault.Cause.BATCH_TOO_LONG : NodeFault.Cause.BATCH_REFUSED,
                "the node refuses batches: " + complaint(answer));
    }

    private static ObjectNode envelope(Request<?, ?> request) {
        ObjectNode envelope = JsonNodeFactory.instance.objectNode();
        envelope.put("jsonrpc", VERSION).put("id", request.getId()).put("method", request.getMethod());
        ArrayNode params = envelope.putArray("params");
        request.getParams().forEach(param -> params.add(param(param)));
        return envelope;
    }

    private static JsonNode param(Object param) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (param instanceof String text) {
            return json.textNode(text);
        }
        if (param instanceof Boolean flag) {
            return json.booleanNode(flag);
        }
        if (param instanceof Integer number) {
            return json.numberNode(number);
        }
        if (param instanceof List<?> list) {
            ArrayNode array = json.arrayNode();
            list.forEach(element -> array.add(param(element)));
            return array;
        }
        if (param instanceof Map<?, ?> fields) {
            ObjectNode object = json.objectNode();
            fields.forEach((name, value) -> object.set(String.valueOf(name), param(value)));
            return object;
        }
        throw new IllegalArgumentException("param: " + param.getClass().getName());
    }

    private NodeAnswer read(JsonNode answer, long id) throws NodeFault {
        if (!answer.isObject() || !answer.path("jsonrpc").asText("").equals(VERSION)) {
            throw garbage("answer is not JSON-RPC 2.0");
        }
        JsonNode error = answer.path("error");
        // An error may come without the id: the node may not have been able to read it.
        boolean anonymous = answer.path("id").isNull() && error.isObject();
        if (!anonymous && idOf(answer) != id) {
            throw garbage("answer is to another question");
        }
        if (error.isObject()) {
            return NodeAnswer.error(
                    id, codeOf(error), message(error), error.path("data").asText(""));
        }
        boolean withoutError = error.isMissingNode() || error.isNull();
        if (!withoutError || !answer.has("result")) {
            throw garbage("answer has neither result nor error");
        }
        return NodeAnswer.result(id, answer.get("result"));
    }

    private String complaint(JsonNode answer) {
        JsonNode error = answer.path("error");
        return error.path("code").asText("") + " " + Printable.of(message(error));
    }

    private String message(JsonNode error) {
        return wire.endpoint().redact(error.path("message").asText(""));
    }

    private static int codeOf(JsonNode error) throws NodeFault {
        JsonNode code = error.path("code");
        if (!code.canConvertToInt()) {
            throw garbage("an error without a code");
        }
        return code.intValue();
    }

    private static long idOf(JsonNode answer) throws NodeFault {
        JsonNode id = answer.path("id");
        if (!id.isIntegralNumber() || !id.canConvertToLong()) {
            throw garbage("answer without the id of its question");
        }
        return id.longValue();
    }

    private static NodeFault garbage(String message) {
        return new NodeFault(NodeFault.Cause.NOT_JSON_RPC, message);
    }
}
