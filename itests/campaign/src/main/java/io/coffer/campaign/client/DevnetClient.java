// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** A devnet node, its control calls included. */
public final class DevnetClient {
    private final HttpJson http;

    public DevnetClient(URI base) {
        this.http = new HttpJson(base, Map.of());
    }

    public long height() throws IOException, InterruptedException {
        return http.get("/chain").require("chain").path("head").path("height").asLong();
    }

    public JsonNode block(long height) throws IOException, InterruptedException {
        return http.get("/block/" + height).require("block " + height);
    }

    public Reply transaction(String id) throws IOException, InterruptedException {
        return http.get("/tx/" + id);
    }

    /** Confirmed balance in the smallest unit. */
    public BigInteger balance(String address) throws IOException, InterruptedException {
        return new BigInteger(http.get("/address/" + address).text("balance"));
    }

    /** The id of a transaction that pays {@code units} from the test account; it is pending until mined. */
    public String faucet(String address, BigInteger units) throws IOException, InterruptedException {
        return control("faucet", Json.object().put("address", address).put("amount", units.toString()))
                .text("id");
    }

    public void mine(int blocks) throws IOException, InterruptedException {
        control("mine", Json.object().put("blocks", blocks));
    }

    /**
     * Replaces the newest blocks by one more than they were.
     *
     * @param drop transactions of them that are forgotten
     * @param delay transactions of them that wait again
     */
    public void reorg(int depth, List<String> drop, List<String> delay) throws IOException, InterruptedException {
        ObjectNode body = Json.object().put("depth", depth);
        drop.forEach(body.putArray("drop")::add);
        delay.forEach(body.putArray("delay")::add);
        control("reorg", body);
    }

    public void auto(long blockTimeMs) throws IOException, InterruptedException {
        control("auto", Json.object().put("blockTimeMs", blockTimeMs));
    }

    /** Keeps submissions unanswered from now on, or lets them go on. */
    public void hold(boolean on) throws IOException, InterruptedException {
        control("hold", Json.object().put("on", on));
    }

    /** Forgets the submissions that are kept, as if they had never arrived, and keeps no more. */
    public void dropHeld() throws IOException, InterruptedException {
        control("hold", Json.object().put("on", false).put("drop", true));
    }

    public int held() throws IOException, InterruptedException {
        return http.get("/control/state").require("state").path("held").asInt();
    }

    public int pending() throws IOException, InterruptedException {
        return http.get("/control/state").require("state").path("pending").asInt();
    }

    private Reply control(String call, JsonNode body) throws IOException, InterruptedException {
        Reply reply = http.post("/control/" + call, body, Map.of());
        reply.require(call);
        return reply;
    }
}
