// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import io.coffer.devnet.format.MalformedException;
import io.coffer.devnet.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Calls a node over HTTP. */
final class NodeClient {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();
    private final URI node;

    NodeClient(URI node) {
        this.node = node;
    }

    /** An answer with its status. */
    record Reply(int status, String body) {
        JsonObject json() throws MalformedException, IOException {
            return JsonObject.read(new ByteArrayInputStream(body.getBytes(StandardCharsets.ISO_8859_1)), body.length());
        }

        String errorCode() throws MalformedException, IOException {
            return json().object("error").text("code");
        }
    }

    Reply get(String path) throws Exception {
        return reply(http.send(
                HttpRequest.newBuilder(node.resolve(path)).timeout(LIMIT).build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1)));
    }

    Reply post(String path, String body) throws Exception {
        return reply(http.send(posting(path, body), HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1)));
    }

    CompletableFuture<Reply> postLater(String path, String body) {
        return http.sendAsync(posting(path, body), HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1))
                .thenApply(NodeClient::reply);
    }

    CompletableFuture<Reply> getLater(String path) {
        return http.sendAsync(
                        HttpRequest.newBuilder(node.resolve(path))
                                .timeout(LIMIT)
                                .build(),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1))
                .thenApply(NodeClient::reply);
    }

    Reply submit(NodeTransaction transaction) throws Exception {
        return post("/tx", raw(transaction));
    }

    static String raw(NodeTransaction transaction) {
        return "{\"raw\":\"" + transaction.raw() + "\"}";
    }

    String faucet(String address, long amount) throws Exception {
        return post("/control/faucet", "{\"address\":\"" + address + "\",\"amount\":\"" + amount + "\"}")
                .json()
                .text("id");
    }

    void mine(int blocks) throws Exception {
        post("/control/mine", "{\"blocks\":" + blocks + "}");
    }

    long state(String counter) throws Exception {
        return get("/control/state").json().number(counter, 0, Long.MAX_VALUE);
    }

    long height() throws Exception {
        return get("/chain").json().object("head").number("height", 0, Long.MAX_VALUE);
    }

    private HttpRequest posting(String path, String body) {
        return HttpRequest.newBuilder(node.resolve(path))
                .timeout(LIMIT)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static Reply reply(HttpResponse<String> response) {
        return new Reply(response.statusCode(), response.body());
    }
}
