// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A JSON-RPC server on loopback that answers as it is told, well or badly. */
final class ScriptedNode implements AutoCloseable {
    static final long CHAIN_ID = 31337;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Takes over an exchange as a whole. */
    @FunctionalInterface
    interface Raw {
        void answer(HttpExchange exchange, String body) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Function<JsonNode, JsonNode>> methods = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Integer> batchSizes = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private volatile Raw raw;
    private volatile Function<ArrayNode, JsonNode> batchAnswer = answers -> answers;

    ScriptedNode() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        result("eth_chainId", json("'0x7a69'"));
    }

    /** Reads JSON with single quotes for double ones. */
    static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** Answers {@code method} with what {@code result} makes of its parameters. */
    ScriptedNode on(String method, Function<JsonNode, JsonNode> result) {
        methods.put(method, params -> {
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            answer.set("result", result.apply(params));
            return answer;
        });
        return this;
    }

    /** Answers {@code method} with an error or what else {@code answer} makes of its parameters. */
    ScriptedNode answer(String method, Function<JsonNode, JsonNode> answer) {
        methods.put(method, answer);
        return this;
    }

    ScriptedNode result(String method, JsonNode result) {
        return on(method, params -> result);
    }

    ScriptedNode error(String method, int code, String message) {
        methods.put(method, params -> {
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            answer.putObject("error").put("code", code).put("message", message);
            return answer;
        });
        return this;
    }

    ScriptedNode error(String method, int code, String message, String data) {
        methods.put(method, params -> {
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            answer.putObject("error").put("code", code).put("message", message).put("data", data);
            return answer;
        });
        return this;
    }

    /** From now on every exchange is left to {@code takeover}. */
    ScriptedNode raw(Raw takeover) {
        raw = takeover;
        return this;
    }

    /** From now on every exchange gets this body with this status. */
    ScriptedNode body(int status, String body) {
        return raw((exchange, request) -> reply(exchange, status, body));
    }

    /** Lets {@code change} alter the answers to a batch before they are sent. */
    ScriptedNode batchAnswer(Function<ArrayNode, JsonNode> change) {
        batchAnswer = change;
        return this;
    }

    List<String> asked() {
        return List.copyOf(asked);
    }

    long timesAsked(String method) {
        return asked.stream().filter(method::equals).count();
    }

    List<Integer> batchSizes() {
        return List.copyOf(batchSizes);
    }

    List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization != null) {
            authorizations.add(authorization);
        }
        Raw takeover = raw;
        if (takeover != null) {
            takeover.answer(exchange, body);
            return;
        }
        JsonNode request = JSON.readTree(body);
        reply(
                exchange,
                200,
                request.isArray() ? batch(request).toString() : single(request).toString());
    }

    private JsonNode batch(JsonNode requests) {
        batchSizes.add(requests.size());
        ArrayNode answers = JsonNodeFactory.instance.arrayNode();
        requests.forEach(request -> answers.add(single(request)));
        return batchAnswer.apply(answers);
    }

    private JsonNode single(JsonNode request) {
        String method = request.path("method").textValue();
        asked.add(method);
        Function<JsonNode, JsonNode> scripted = methods.get(method);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("jsonrpc", "2.0");
        answer.set("id", request.get("id"));
        if (scripted == null) {
            answer.putObject("error").put("code", -32601).put("message", "method not found");
        } else {
            try {
                answer.setAll((ObjectNode) scripted.apply(request.get("params")));
            } catch (RuntimeException failure) {
                throw new UncheckedIOException(new IOException(failure));
            }
        }
        return answer;
    }
}
