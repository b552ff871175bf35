// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.request.CoreUnavailableException;
import io.coffer.spi.money.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyTest {
    private static final String ORDER =
            "{\"account\":\"acc_1\",\"asset\":\"devnet:main/slip44:1\",\"to\":\"scto\",\"amount\":\"1\"}";

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

    @Test
    void aRepeatIsAnsweredTheSameAndMarked() throws Exception {
        RunningServer.Reply first = server.post("/v1/withdrawals", "k", ORDER);
        server.post("/v1/customers", "between", "{}");
        RunningServer.Reply second = server.post("/v1/withdrawals", "k", ORDER);

        assertThat(second.status()).isEqualTo(first.status()).isEqualTo(201);
        assertThat(second.http().body()).isEqualTo(first.http().body());
        assertThat(second.position()).isEqualTo(first.position()).isLessThan(server.node.position());
        assertThat(first.header("Idempotency-Hit")).isEmpty();
        assertThat(second.header("Idempotency-Hit")).contains("true");
        assertThat(server.node.withdrawals()).isEqualTo(1);
    }

    @Test
    void aBusinessRefusalIsRepeatedToTheByte() throws Exception {
        String order = ORDER.replace("\"amount\":\"1\"", "\"atomic\":\"99999999999999\"");
        RunningServer.Reply first = server.post("/v1/withdrawals", "k", order);
        RunningServer.Reply second = server.post("/v1/withdrawals", "k", order);

        assertThat(second.status()).isEqualTo(first.status()).isEqualTo(422);
        assertThat(second.http().body()).isEqualTo(first.http().body());
        assertThat(second.header("Idempotency-Hit")).contains("true");
    }

    @Test
    void aRefusalOfWhichOnlyTheCodeIsKeptIsRepeatedToTheByte() throws Exception {
        RunningServer.Reply first = server.post("/v1/customers", "k", "{\"id\":\"cus_1\"}");
        server.node.restart();
        RunningServer.Reply second = server.post("/v1/customers", "k", "{\"id\":\"cus_1\"}");

        assertThat(List.of(first.status(), first.text("code"))).containsExactly(409, "customer.exists");
        assertThat(second.http().body()).isEqualTo(first.http().body());
        assertThat(second.header("Idempotency-Hit")).contains("true");
    }

    @Test
    void aRefusalThatIsNotJournaledMayBeAskedAgain() throws Exception {
        server.node.adapterLeaves();
        RunningServer.Reply gone = server.post("/v1/withdrawals", "k", ORDER);
        server.node.adapterReturns();

        assertThat(List.of(gone.status(), gone.text("code"), gone.text("outcome")))
                .containsExactly(503, "chain.unknown", "NOT_EXECUTED");
        assertThat(server.post("/v1/withdrawals", "k", ORDER).status()).isEqualTo(201);
    }

    @Test
    void spacesAndTheOrderOfFieldsMakeNoOtherRequest() throws Exception {
        server.post("/v1/withdrawals", "k", ORDER);
        RunningServer.Reply second = server.post(
                "/v1/withdrawals",
                "k",
                " {\"amount\" : \"\\u0031\", \"to\":\"scto\",\"asset\":\"devnet:main/slip44:1\",\n"
                        + "\"account\":\"acc_1\"}");

        assertThat(second.header("Idempotency-Hit")).contains("true");
        assertThat(server.node.withdrawals()).isEqualTo(1);
    }

    @Test
    @DisplayName("H16 one key a hundred times in parallel: one effect, one answer or in flight")
    void h16_parallelRepeats() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(100);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<RunningServer.Reply>> replies = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                replies.add(threads.submit(() -> {
                    start.await();
                    return server.post("/v1/withdrawals", "same", ORDER);
                }));
            }
            start.countDown();
            String body = server.post("/v1/withdrawals", "other", ORDER).http().body();
            String answered = "";
            int inFlight = 0;
            for (Future<RunningServer.Reply> future : replies) {
                RunningServer.Reply reply = future.get(30, TimeUnit.SECONDS);
                if (reply.status() == 409) {
                    inFlight++;
                    assertThat(reply.text("code")).isEqualTo("idempotency.in-flight");
                    continue;
                }
                assertThat(reply.status()).isEqualTo(201);
                answered = answered.isEmpty() ? reply.http().body() : answered;
                assertThat(reply.http().body()).isEqualTo(answered);
            }
            assertThat(answered).isNotEmpty().isNotEqualTo(body);
            assertThat(inFlight).isLessThan(100);
            assertThat(server.node.withdrawals()).isEqualTo(2);
            assertThat(server.post("/v1/withdrawals", "same", ORDER).http().body())
                    .isEqualTo(answered);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @Timeout(30)
    @DisplayName("H16 while a request is in flight its repeat is a 409 and another body a 422")
    void h16_inFlight() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        server.node.gate = gate;
        server.node.atGate = new CountDownLatch(1);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<RunningServer.Reply> first = thread.submit(() -> server.post("/v1/withdrawals", "k", ORDER));
            server.node.atGate.await();
            RunningServer.Reply otherBody = server.post("/v1/withdrawals", "k", ORDER.replace("\"1\"", "\"2\""));
            assertThat(otherBody.status()).isEqualTo(422);
            RunningServer.Reply repeat = server.post("/v1/withdrawals", "k", ORDER);
            assertThat(List.of(repeat.status(), repeat.text("code"), repeat.header("Retry-After")))
                    .containsExactly(409, "idempotency.in-flight", Optional.of("1"));
            gate.countDown();
            assertThat(first.get(10, TimeUnit.SECONDS).status()).isEqualTo(201);
            assertThat(server.post("/v1/withdrawals", "k", ORDER).header("Idempotency-Hit"))
                    .contains("true");
        } finally {
            gate.countDown();
            thread.shutdownNow();
        }
    }

    @Test
    @DisplayName("H17 the same key with another body, path or method does nothing and is a 422")
    void h17_reusedKey() throws Exception {
        server.post("/v1/withdrawals", "k", ORDER);

        RunningServer.Reply body = server.post("/v1/withdrawals", "k", ORDER.replace("\"1\"", "\"2\""));
        RunningServer.Reply path = server.post("/v1/customers", "k", "{}");

        assertThat(List.of(body.status(), path.status())).containsExactly(422, 422);
        assertThat(List.of(body.text("code"), path.text("code"))).containsOnly("idempotency.key-reused");
        assertThat(body.text("outcome")).isEqualTo("NOT_EXECUTED");
        assertThat(server.node.withdrawals()).isEqualTo(1);
    }

    @Test
    void aKeyOutlivesAChangeOfTheToken() throws Exception {
        server.post("/v1/withdrawals", "k", ORDER);
        server.settings = new RestSettings(
                Optional.of(Bytes.of(Digests.sha256("another".getBytes(StandardCharsets.UTF_8)))), "exchange", 50);
        RunningServer.Reply repeat = server.send(java.net.http.HttpRequest.newBuilder(
                        server.postRequest("/v1/withdrawals", "k", ORDER),
                        (n, v) -> !n.equalsIgnoreCase("authorization"))
                .header("Authorization", "Bearer another")
                .build());

        assertThat(repeat.header("Idempotency-Hit")).contains("true");
        assertThat(server.node.withdrawals()).isEqualTo(1);
    }

    @Test
    void aKeyStaysUsableAfterAnInvalidRequestAndAfterA5xx() throws Exception {
        assertThat(server.post("/v1/withdrawals", "k", ORDER.replace("\"1\"", "\"x\""))
                        .status())
                .isEqualTo(400);
        server.node.fault = Optional.of(new CoreUnavailableException(
                CoreUnavailableException.Reason.DISK_FULL, "no space is left for the journal"));
        RunningServer.Reply full = server.post("/v1/withdrawals", "k", ORDER);
        server.node.fault =
                Optional.of(new CoreUnavailableException(CoreUnavailableException.Reason.STOPPED, "an I/O error"));
        RunningServer.Reply stopped = server.post("/v1/withdrawals", "k", ORDER);
        server.node.fault = Optional.of(new IllegalStateException("a secret of ours"));
        RunningServer.Reply mistake = server.post("/v1/withdrawals", "k", ORDER);
        server.node.fault = Optional.empty();

        assertThat(List.of(full.status(), full.text("code"), full.text("outcome")))
                .containsExactly(503, "core.disk-full", "NOT_EXECUTED");
        assertThat(full.header("Retry-After")).contains("1");
        assertThat(List.of(stopped.status(), stopped.text("code"), stopped.text("outcome")))
                .containsExactly(503, "core.stopped", "UNKNOWN");
        assertThat(List.of(mistake.status(), mistake.text("code"), mistake.text("outcome")))
                .containsExactly(500, "internal", "UNKNOWN");
        assertThat(mistake.http().body()).doesNotContain("a secret of ours");
        assertThat(server.post("/v1/withdrawals", "k", ORDER).status()).isEqualTo(201);
        assertThat(server.node.withdrawals()).isEqualTo(1);
    }

    @Test
    void a503AfterTheEffectSaysThatItWasExecuted() throws Exception {
        server.post("/v1/withdrawals", "k", ORDER);
        server.node.fault =
                Optional.of(new CoreUnavailableException(CoreUnavailableException.Reason.BUSY, "too many wait"));

        RunningServer.Reply busy = server.post("/v1/withdrawals", "k", ORDER);

        assertThat(List.of(busy.status(), busy.text("code"), busy.text("outcome")))
                .containsExactly(503, "core.busy", "EXECUTED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\tb"})
    void aKeyIsRequiredAndPlain(String key) throws Exception {
        java.net.http.HttpRequest.Builder request =
                server.request("/v1/customers").POST(java.net.http.HttpRequest.BodyPublishers.noBody());
        if (!key.isEmpty()) {
            request.header("Idempotency-Key", key);
        }
        assertThat(server.send(request.build()).text("code")).startsWith("idempotency.key-");
        assertThat(server.send(server.request("/v1/customers")
                                .POST(java.net.http.HttpRequest.BodyPublishers.noBody())
                                .header("Idempotency-Key", "x".repeat(256))
                                .build())
                        .text("code"))
                .isEqualTo("idempotency.key-invalid");
        assertThat(server.send(server.request("/v1/customers")
                                .POST(java.net.http.HttpRequest.BodyPublishers.noBody())
                                .header("Idempotency-Key", "a")
                                .header("Idempotency-Key", "b")
                                .build())
                        .text("code"))
                .isEqualTo("idempotency.key-invalid");
        assertThat(server.node.position()).isEqualTo(before);
    }
}
