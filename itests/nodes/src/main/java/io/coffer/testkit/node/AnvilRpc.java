// SPDX-License-Identifier: Apache-2.0
package io.coffer.testkit.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** JSON-RPC to an anvil that is trusted: of this JVM, on loopback. */
final class AnvilRpc {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final long RECEIPT_LIMIT_MS = 20_000;
    private static final long POLL_MS = 20;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI node;

    AnvilRpc(URI node) {
        this.node = node;
    }

    JsonNode call(String method, JsonNode... params) throws IOException, InterruptedException {
        ObjectNode request =
                JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1).put("method", method);
        ArrayNode list = request.putArray("params");
        for (JsonNode param : params) {
            list.add(param);
        }
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(node)
                        .timeout(LIMIT)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(request.toString()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        JsonNode answer = JSON.readTree(response.body());
        if (!answer.has("result")) {
            throw new IOException(method + ": " + answer);
        }
        return answer.get("result");
    }

    /** The node mines a transaction just after it has answered. */
    JsonNode awaitReceipt(String id) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RECEIPT_LIMIT_MS);
        while (System.nanoTime() < deadline) {
            JsonNode receipt =
                    call("eth_getTransactionReceipt", JSON.getNodeFactory().textNode(id));
            if (receipt.path("status").isTextual()) {
                return receipt;
            }
            Thread.sleep(POLL_MS);
        }
        throw new IOException("no receipt of " + id + " within " + RECEIPT_LIMIT_MS + " ms: does the node mine?");
    }
}
