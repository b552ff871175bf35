// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The node's HTTP API as an exchange uses it. */
public final class NodeClient {
    private final HttpJson http;

    public NodeClient(URI base, String token) {
        this.http = new HttpJson(base, Map.of("Authorization", "Bearer " + token));
    }

    public boolean isReady() throws IOException, InterruptedException {
        return http.get("/v1/health/ready").status() == 200;
    }

    public Reply get(String path) throws IOException, InterruptedException {
        return http.get(path);
    }

    /** @param key the idempotency key: the same key and body does the same thing once */
    public Reply post(String path, JsonNode body, String key) throws IOException, InterruptedException {
        return http.post(path, body, Map.of("Idempotency-Key", key));
    }

    public Reply createCustomer(String key) throws IOException, InterruptedException {
        return post("/v1/customers", Json.object(), key);
    }

    public Reply openAccount(String customer, String key) throws IOException, InterruptedException {
        return post("/v1/customers/" + customer + "/accounts", Json.object(), key);
    }

    /** @param asset CAIP-19 */
    public Reply allocateAddress(String account, String asset, String key) throws IOException, InterruptedException {
        return post("/v1/accounts/" + account + "/addresses", Json.object().put("asset", asset), key);
    }

    /**
     * @param asset CAIP-19
     * @param amount in coins, as a decimal string
     */
    public Reply withdraw(String account, String asset, String to, String amount, String key)
            throws IOException, InterruptedException {
        ObjectNode body = Json.object()
                .put("account", account)
                .put("asset", asset)
                .put("to", to)
                .put("amount", amount);
        return post("/v1/withdrawals", body, key);
    }

    public Reply withdrawal(String id) throws IOException, InterruptedException {
        return http.get("/v1/withdrawals/" + id);
    }

    public Reply balances(String account) throws IOException, InterruptedException {
        return http.get("/v1/accounts/" + account + "/balances");
    }

    public Reply deposits(String account) throws IOException, InterruptedException {
        return http.get("/v1/accounts/" + account + "/deposits");
    }

    public Reply chain(String caip2) throws IOException, InterruptedException {
        return http.get("/v1/chains/" + URLEncoder.encode(caip2, StandardCharsets.UTF_8));
    }

    public Reply trialBalance() throws IOException, InterruptedException {
        return http.get("/v1/ledger/trial-balance");
    }

    /** The deposit that a transaction made to an account, as it stands; an empty object while it is not seen. */
    public JsonNode deposit(String account, String tx) throws IOException, InterruptedException {
        for (JsonNode item : deposits(account).require("deposits").path("items")) {
            if (item.path("tx").asText().equals(tx)) {
                return http.get("/v1/deposits/" + item.path("id").asText()).require("deposit");
            }
        }
        return Json.object();
    }

    /** The address from which the house pays on a chain. */
    public String hotWallet(String caip2) throws IOException, InterruptedException {
        JsonNode addresses = treasury(caip2).path("addresses");
        if (addresses.isEmpty()) {
            throw new IOException(caip2 + " has no hot wallet yet");
        }
        return addresses.path(0).asText();
    }

    /** What our addresses hold of an asset by the books, in network units. */
    public BigInteger custody(String caip19) throws IOException, InterruptedException {
        String chain = caip19.substring(0, caip19.indexOf('/'));
        for (JsonNode held : treasury(chain).path("custody")) {
            if (held.path("caip19").asText().equals(caip19)) {
                return new BigInteger(held.path("atomic").asText());
            }
        }
        throw new IOException(caip19 + " is not listed");
    }

    /** The ledger asset that an asset on a network counts as. */
    public String symbol(String caip19) throws IOException, InterruptedException {
        for (JsonNode asset : http.get("/v1/assets").require("assets").path("items")) {
            for (JsonNode listing : asset.path("networks")) {
                if (listing.path("caip19").asText().equals(caip19)) {
                    return asset.path("asset").asText();
                }
            }
        }
        throw new IOException(caip19 + " is not listed");
    }

    /** What an account may spend of a ledger asset, in ledger units. */
    public BigInteger available(String account, String asset) throws IOException, InterruptedException {
        return units(balances(account).require("balances"), asset, "available");
    }

    public BigInteger held(String account, String asset) throws IOException, InterruptedException {
        return units(balances(account).require("balances"), asset, "held");
    }

    /** What may be spent of a ledger asset by an answer of {@link #balances}. */
    public static BigInteger available(JsonNode balances, String asset) {
        return units(balances, asset, "available");
    }

    private static BigInteger units(JsonNode balances, String asset, String field) {
        for (JsonNode balance : balances.path("items")) {
            if (balance.path("asset").asText().equals(asset)) {
                return new BigInteger(balance.path(field).path("atomic").asText());
            }
        }
        return BigInteger.ZERO;
    }

    private JsonNode treasury(String caip2) throws IOException, InterruptedException {
        for (JsonNode item : http.get("/v1/treasury").require("treasury").path("items")) {
            if (item.path("network").asText().equals(caip2)) {
                return item;
            }
        }
        throw new IOException("no treasury on " + caip2);
    }
}
