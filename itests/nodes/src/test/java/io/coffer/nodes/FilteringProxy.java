// SPDX-License-Identifier: Apache-2.0
package io.coffer.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands before a real node and knows fewer methods than it: every node in the world lacks some. */
final class FilteringProxy implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI node;
    private final Set<String> withheld;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> passed = new CopyOnWriteArrayList<>();

    FilteringProxy(URI node, Set<String> withheld) throws IOException {
        this.node = node;
        this.withheld = withheld;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** The methods that the node was asked for. */
    List<String> passed() {
        return List.copyOf(passed);
    }

    private void handle(HttpExchange exchange) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
        JsonNode answer;
        if (request.isArray()) {
            ArrayNode answers = JSON.createArrayNode();
            for (JsonNode each : request) {
                answers.add(answer(each));
            }
            answer = answers;
        } else {
            answer = answer(request);
        }
        byte[] content = JSON.writeValueAsBytes(answer);
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content);
        exchange.close();
    }

    private JsonNode answer(JsonNode request) throws IOException {
        String method = request.path("method").textValue();
        if (withheld.contains(method)) {
            ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
            answer.set("id", request.get("id"));
            answer.putObject("error").put("code", -32601).put("message", "Method not found");
            return answer;
        }
        passed.add(method);
        try {
            HttpResponse<byte[]> response = client.send(
                    HttpRequest.newBuilder(node)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(request.toString()))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            return JSON.readTree(response.body());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
