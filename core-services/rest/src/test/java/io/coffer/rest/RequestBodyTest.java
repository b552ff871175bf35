// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodyTest {
    private RunningServer server;
    private long before;

    @BeforeEach
    void start() throws Exception {
        server = new RunningServer();
        before = server.node.position();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static String order(String amount) {
        return "{\"account\":\"acc_1\",\"asset\":\"devnet:main/slip44:1\",\"to\":\"scto\"," + amount + "}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"sc to", "scto ", " scto", "sc\\u0000to", "sc\\nto", "sct\u00f6", "sc\u200bto", ""})
    @DisplayName("H29 what can be no address on any chain is a 400 for good, whatever the adapter would say of it")
    void h29_noAddressAnywhere(String to) throws Exception {
        RunningServer.Reply reply =
                server.post("/v1/withdrawals", "k", order("\"amount\":\"1\"").replace("scto", to));

        assertThat(List.of(reply.status(), reply.text("code"), reply.text("field")))
                .containsExactly(400, "address.invalid", "to");
        assertThat(server.node.position()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"amount\":\"-1\"",
                "\"amount\":\"0\"",
                "\"amount\":\"0.00\"",
                "\"amount\":\"1e-9\"",
                "\"amount\":\"1E2\"",
                "\"amount\":\"NaN\"",
                "\"amount\":\"Infinity\"",
                "\"amount\":\"0.000000001\"",
                "\"amount\":\"1.000000000\"",
                "\"amount\":\"115792089237316195423570985008687907853269984665640564039457584007913129639936\"",
                "\"atomic\":\"115792089237316195423570985008687907853269984665640564039457584007913129639936\"",
                "\"amount\":\"１\"",
                "\"amount\":\"1,0\"",
                "\"amount\":\" 1\"",
                "\"amount\":\"\"",
                "\"amount\":0.30000000000000004",
                "\"amount\":1",
                "\"amount\":null",
                "\"amount\":[\"1\"]",
                "\"atomic\":\"1.5\"",
                "\"atomic\":15",
                "\"atomic\":\"0\"",
                "\"amount\":\"1\",\"atomic\":\"100000000\"",
                "\"amount\":\"1\",\"feeCapAtomic\":\"-1\"",
                "\"amount\":\"1\",\"feeCapAtomic\":7"
            })
    @DisplayName("H19 an amount that is no plain decimal string within range is a 400 that names the field")
    void h19_amounts(String amount) throws Exception {
        RunningServer.Reply reply = server.post("/v1/withdrawals", "k", order(amount));

        assertThat(reply.status()).as(reply.body().print()).isEqualTo(400);
        assertThat(reply.text("field")).isIn("amount", "atomic", "feeCapAtomic");
        assertThat(reply.text("outcome")).isEqualTo("NOT_EXECUTED");
        assertThat(server.node.position()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"role", "status", "approved", "balance", "state", "id", "units", "Amount", "amount "})
    @DisplayName("H38 a field that the request does not have is a 400 that names it")
    void h38_unknownFields(String field) throws Exception {
        RunningServer.Reply reply =
                server.post("/v1/withdrawals", "k", order("\"amount\":\"1\",\"" + field + "\":\"x\""));

        assertThat(List.of(reply.status(), reply.text("code"), reply.text("field")))
                .containsExactly(400, "request.unknown-field", field);
        assertThat(server.post("/v1/customers/cus_1/accounts", "k2", "{\"balance\":\"9\"}")
                        .status())
                .isEqualTo(400);
        assertThat(server.post("/v1/customers", "k3", "{\"id\":\"x\",\"approved\":true}")
                        .text("field"))
                .isEqualTo("approved");
        assertThat(server.post(
                                "/v1/accounts/acc_1/addresses",
                                "k4",
                                "{\"asset\":{\"asset\":\"DEV\",\"network\":\"devnet:main\",\"role\":\"admin\"}}")
                        .text("field"))
                .isEqualTo("asset.role");
        assertThat(server.node.position()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"a\",\"id\":\"b\"}",
                "{\"id\":\"a\"} {}",
                "{\"id\":\"a\",}",
                "[]",
                "\"a\"",
                "null",
                "{",
                "{\"id\":\"\\ud800\"}",
                "{\"id\":{\"a\":[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]}}",
                "\u0000"
            })
    void aBodyThatIsNoStrictObjectIsRefused(String body) throws Exception {
        RunningServer.Reply reply = server.post("/v1/customers", "k", body);

        assertThat(List.of(reply.status(), reply.text("code"))).containsExactly(400, "request.malformed");
    }

    @Test
    void onlyPlainJsonOfBoundedSizeIsRead() throws Exception {
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString("{}");
        assertThat(server.send(server.request("/v1/customers")
                                .header("Idempotency-Key", "k")
                                .POST(body)
                                .build())
                        .status())
                .isEqualTo(415);
        assertThat(server.send(server.request("/v1/customers")
                                .header("Idempotency-Key", "k")
                                .header("Content-Type", "application/json; charset=utf-16")
                                .POST(body)
                                .build())
                        .status())
                .isEqualTo(415);
        assertThat(server.send(server.request("/v1/customers")
                                .header("Idempotency-Key", "k")
                                .header("Content-Type", "application/json")
                                .header("Content-Encoding", "gzip")
                                .POST(body)
                                .build())
                        .status())
                .isEqualTo(415);
        assertThat(server.post("/v1/customers", "k", "{\"id\":\"" + "x".repeat(64 * 1024) + "\"}")
                        .status())
                .isEqualTo(413);
        assertThat(server.send(server.request("/v1/customers")
                                .header("Idempotency-Key", "k")
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.fromPublisher(
                                        HttpRequest.BodyPublishers.ofString(" ".repeat(70_000))))
                                .build())
                        .status())
                .isEqualTo(413);
        assertThat(server.node.position()).isEqualTo(before);
    }

    @Test
    void noBodyMakesTheServerFail() throws Exception {
        long seed = System.nanoTime();
        System.out.println("noBodyMakesTheServerFail seed=" + seed);
        Random random = new Random(seed);
        String valid = order("\"amount\":\"1.5\",\"externalId\":\"e\"");
        for (int round = 0; round < 600; round++) {
            byte[] body = valid.getBytes(StandardCharsets.UTF_8);
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            int length = random.nextInt(4) == 0 ? random.nextInt(body.length) : body.length;
            RunningServer.Reply reply = server.send(server.request("/v1/withdrawals")
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", "k" + round)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body, 0, length))
                    .build());
            assertThat(reply.status())
                    .as("seed %d round %d: %s", seed, round, new String(body, StandardCharsets.ISO_8859_1))
                    .isIn(201, 400, 404, 422);
        }
    }
}
