// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.util.Map;

/** An Ethereum node by JSON-RPC, with the accounts that a development node unlocks. */
public final class EthereumClient {
    private static final int HEX = 16;

    private final HttpJson http;

    public EthereumClient(URI base) {
        this.http = new HttpJson(base, Map.of());
    }

    public long height() throws IOException, InterruptedException {
        return number(call("eth_blockNumber")).longValueExact();
    }

    /** In wei, as of the latest block. */
    public BigInteger balance(String address) throws IOException, InterruptedException {
        return number(call("eth_getBalance", address, "latest"));
    }

    /** The first unlocked account. */
    public String testAccount() throws IOException, InterruptedException {
        return call("eth_accounts").path(0).asText();
    }

    /** The hash of a transaction that pays {@code wei} from the first unlocked account. */
    public String pay(String to, BigInteger wei) throws IOException, InterruptedException {
        String from = testAccount();
        ObjectNode transaction = Json.object().put("from", from).put("to", to).put("value", "0x" + wei.toString(HEX));
        return result("eth_sendTransaction", Json.object().arrayNode().add(transaction))
                .asText();
    }

    public void mine(int blocks) throws IOException, InterruptedException {
        call("anvil_mine", "0x" + Integer.toHexString(blocks));
    }

    /** The receipt, or JSON null while it is not mined. */
    public JsonNode receipt(String hash) throws IOException, InterruptedException {
        return call("eth_getTransactionReceipt", hash);
    }

    private JsonNode call(String method, String... parameters) throws IOException, InterruptedException {
        ArrayNode array = Json.object().arrayNode();
        for (String parameter : parameters) {
            array.add(parameter);
        }
        return result(method, array);
    }

    private JsonNode result(String method, ArrayNode parameters) throws IOException, InterruptedException {
        ObjectNode request = Json.object().put("jsonrpc", "2.0").put("id", 1).put("method", method);
        request.set("params", parameters);
        JsonNode body = http.post("/", request, Map.of()).require(method);
        if (body.has("error")) {
            throw new IOException(method + ": " + body.path("error"));
        }
        return body.path("result");
    }

    private static BigInteger number(JsonNode quantity) {
        return new BigInteger(quantity.asText().substring(2), HEX);
    }
}
