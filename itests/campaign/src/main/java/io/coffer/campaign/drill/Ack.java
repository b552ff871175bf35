// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coffer.campaign.client.Json;
import java.math.BigInteger;

/**
 * One thing that a client was told is done, or that it did on the chain.
 *
 * @param kind {@code customer}, {@code account}, {@code address}, {@code withdrawal}, or {@code paid} for a payment of
 *     the test account
 * @param key the idempotency key, or the transaction's id for a payment
 * @param id of what was made: customer, account, withdrawal; for an address the address itself
 * @param owner the customer of an account, the account of all others
 * @param target what a payment or withdrawal went to
 * @param units the amount in the smallest unit
 */
record Ack(String kind, String key, String id, String owner, String target, BigInteger units) {
    /** One line, without its end. */
    String line() {
        ObjectNode node = Json.object();
        node.put("kind", kind)
                .put("key", key)
                .put("id", id)
                .put("owner", owner)
                .put("target", target)
                .put("units", units.toString());
        return Json.write(node);
    }

    static Ack of(JsonNode node) {
        return new Ack(
                node.path("kind").asText(),
                node.path("key").asText(),
                node.path("id").asText(),
                node.path("owner").asText(),
                node.path("target").asText(),
                new BigInteger(node.path("units").asText()));
    }
}
