// SPDX-License-Identifier: Apache-2.0
package io.coffer.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks and moves an anvil without the adapter, so that the adapter can be compared with it. */
final class AnvilControl {
    private static final long RECEIPT_LIMIT_MS = 20_000;
    private static final long POLL_MS = 20;

    private boolean minesAtOnce = true;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI url;

    AnvilControl(URI url) {
        this.url = url;
    }

    JsonNode call(String method, Object... params) throws IOException, InterruptedException {
        ObjectNode request = JSON.createObjectNode();
        request.put("jsonrpc", "2.0").put("id", 1).put("method", method);
        ArrayNode list = request.putArray("params");
        for (Object param : params) {
            list.add(JSON.<JsonNode>valueToTree(param));
        }
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(url)
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

    static JsonNode json(String text) throws IOException {
        return JSON.readTree(text.replace('\'', '"'));
    }

    void mine(int blocks) throws IOException, InterruptedException {
        for (int i = 0; i < blocks; i++) {
            call("evm_mine");
        }
    }

    void mineOnDemandOnly() throws IOException, InterruptedException {
        call("evm_setAutomine", false);
        minesAtOnce = false;
    }

    void fund(String address, BigInteger wei) throws IOException, InterruptedException {
        call("anvil_setBalance", address, "0x" + wei.toString(16));
    }

    BigInteger balance(String address) throws IOException, InterruptedException {
        return number(call("eth_getBalance", address, "latest"));
    }

    String hashAt(long height) throws IOException, InterruptedException {
        return call("eth_getBlockByNumber", "0x" + Long.toHexString(height), false)
                .path("hash")
                .textValue();
    }

    /** Pays from one of the accounts that anvil holds the keys of; the hash of the transaction. */
    String pay(String to, BigInteger wei) throws IOException, InterruptedException {
        String from = call("eth_accounts").path(0).textValue();
        String id = call(
                        "eth_sendTransaction",
                        json("{'from':'" + from + "','to':'" + to + "','value':'0x" + wei.toString(16)
                                + "','gas':'0x186a0'}"))
                .textValue();
        awaitMinedAtOnce(id);
        return id;
    }

    /** Calls a contract from one of the accounts that anvil holds the keys of; the hash of the transaction. */
    String call(String to, BigInteger wei, String input) throws IOException, InterruptedException {
        String from = call("eth_accounts").path(0).textValue();
        String id = call(
                        "eth_sendTransaction",
                        json("{'from':'" + from + "','to':'" + to + "','value':'0x" + wei.toString(16) + "','input':'0x"
                                + input + "','gas':'0x186a0'}"))
                .textValue();
        awaitMinedAtOnce(id);
        return id;
    }

    /** Creates a contract with this code; its address. */
    String create(String runtimeCode, BigInteger wei) throws IOException, InterruptedException {
        String from = call("eth_accounts").path(0).textValue();
        String length = String.format("%02x", runtimeCode.length() / 2);
        // PUSH1 length, PUSH1 offset, PUSH1 0, CODECOPY, PUSH1 length, PUSH1 0, RETURN: 12 bytes before the code.
        String code = "0x60" + length + "600c600039" + "60" + length + "6000f3" + runtimeCode;
        String id = call(
                        "eth_sendTransaction",
                        json("{'from':'" + from + "','data':'" + code + "','value':'0x" + wei.toString(16)
                                + "','gas':'0x30d40'}"))
                .textValue();
        JsonNode receipt = awaitReceipt(id);
        if (!receipt.path("status").textValue().equals("0x1")) {
            throw new IOException("contract was not created: " + receipt);
        }
        return receipt.path("contractAddress").textValue();
    }

    /** The node mines a transaction just after it has answered: waits for its receipt, unless mining was stopped. */
    void awaitMinedAtOnce(String id) throws IOException, InterruptedException {
        if (minesAtOnce) {
            awaitReceipt(id);
        }
    }

    private JsonNode awaitReceipt(String id) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + RECEIPT_LIMIT_MS * 1_000_000;
        while (System.nanoTime() < deadline) {
            JsonNode receipt = call("eth_getTransactionReceipt", id);
            if (receipt.path("status").isTextual()) {
                return receipt;
            }
            Thread.sleep(POLL_MS);
        }
        throw new IOException("no receipt of " + id + " within " + RECEIPT_LIMIT_MS + " ms");
    }

    static BigInteger number(JsonNode hex) {
        return new BigInteger(hex.textValue().substring(2), 16);
    }
}
