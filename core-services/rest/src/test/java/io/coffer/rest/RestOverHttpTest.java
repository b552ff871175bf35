// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.core.CoreStatus;
import io.coffer.api.node.ChainStatus;
import io.coffer.api.node.Halts;
import io.coffer.api.signing.KeyVault;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.DepositChainState;
import io.coffer.api.wallet.DepositKey;
import io.coffer.api.wallet.DepositState;
import io.coffer.api.wallet.SetAsideSighting;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestOverHttpTest {
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server = new RunningServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void createsCustomerAccountAndAddress() throws Exception {
        RunningServer.Reply customer = server.post("/v1/customers", "k1", "{\"id\":\"alice\"}");
        assertThat(customer.status()).isEqualTo(201);
        assertThat(customer.header("Location")).contains("/v1/customers/alice");
        assertThat(customer.position()).isEqualTo(11);

        RunningServer.Reply account = server.post("/v1/customers/alice/accounts", "k2", "");
        assertThat(account.status()).isEqualTo(201);
        assertThat(server.get(account.header("Location").orElseThrow()).text("customer"))
                .isEqualTo("alice");

        String addresses = "/v1/accounts/" + account.text("id") + "/addresses";
        RunningServer.Reply byId = server.post(addresses, "k3", "{\"asset\":\"devnet:main/slip44:1\"}");
        RunningServer.Reply byCode =
                server.post(addresses, "k4", "{\"asset\":{\"asset\":\"DEV\",\"network\":\"devnet:main\"}}");
        assertThat(List.of(byId.text("address"), byCode.text("address")))
                .containsExactly("dev1address0", "dev1address1");
        assertThat(((Json.Sequence) server.get(addresses).body().members().get("items")).elements())
                .containsExactly(byId.body(), byCode.body());
        assertThat(server.get(addresses + "?network=devnet:other").text("items"))
                .isEqualTo("Sequence[elements=[]]");
    }

    @Test
    void showsBalancesInDecimalsAndUnits() throws Exception {
        assertThat(server.get("/v1/accounts/acc_1/balances").body().print())
                .isEqualTo("{\"account\":\"acc_1\",\"items\":[{\"asset\":\"DEV\","
                        + "\"total\":{\"amount\":\"10\",\"atomic\":\"1000000000\",\"asset\":\"DEV\"},"
                        + "\"held\":{\"amount\":\"0.5\",\"atomic\":\"50000000\",\"asset\":\"DEV\"},"
                        + "\"available\":{\"amount\":\"9.5\",\"atomic\":\"950000000\",\"asset\":\"DEV\"}}]}");
    }

    @Test
    void takesAWithdrawalAsItWasOrdered() throws Exception {
        RunningServer.Reply taken = server.post(
                "/v1/withdrawals",
                "k",
                "{\"account\":\"acc_1\",\"asset\":\"devnet:main/slip44:1\",\"to\":\"dev1to\",\"amount\":\"1.5\","
                        + "\"feeCapAtomic\":\"77\",\"externalId\":\"ext-1\"}");

        assertThat(taken.status()).isEqualTo(201);
        assertThat(taken.body().members().get("amount").print())
                .isEqualTo("{\"amount\":\"1.5\",\"atomic\":\"150000000\",\"asset\":\"DEV\",\"network\":\"devnet:main\","
                        + "\"caip19\":\"devnet:main/slip44:1\"}");
        assertThat(taken.text("state")).isEqualTo("REQUESTED");
        assertThat(server.node.orders.get(0).units()).isEqualTo("150000000");
        assertThat(server.node.orders.get(0).feeCap().orElseThrow()).isEqualTo("77");
        assertThat(server.get(taken.header("Location").orElseThrow()).text("state"))
                .isEqualTo("QUEUED");
        assertThat(server.get("/v1/withdrawals/by-external-id/ext-1").text("id"))
                .isEqualTo(taken.text("id"));
        assertThat(server.get("/v1/withdrawals/by-external-id/ext-2").status()).isEqualTo(404);
    }

    @Test
    void aRefusalNamesRuleAndNextStep() throws Exception {
        RunningServer.Reply refused = server.post(
                "/v1/withdrawals",
                "k",
                "{\"account\":\"acc_1\",\"asset\":\"devnet:main/slip44:1\",\"to\":\"dev1to\","
                        + "\"atomic\":\"99999999999999\"}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.header("Content-Type").orElseThrow()).startsWith("application/problem+json");
        assertThat(refused.text("code")).isEqualTo("limit.per-transaction");
        assertThat(refused.text("outcome")).isEqualTo("NOT_EXECUTED");
        assertThat(refused.text("retriable")).isEqualTo("Flag[value=false]");
        assertThat(refused.text("nextStep")).isEqualTo("do otherwise");
        assertThat(refused.text("requestId"))
                .isEqualTo(refused.header("Coffer-Request-Id").orElseThrow());
    }

    @Test
    void refusesAWrongDestinationAndATag() throws Exception {
        String order = "{\"account\":\"acc_1\",\"asset\":\"devnet:main/slip44:1\",\"amount\":\"1\",";

        RunningServer.Reply address = server.post("/v1/withdrawals", "a", order + "\"to\":\"btc1\"}");
        RunningServer.Reply tag = server.post("/v1/withdrawals", "b", order + "\"to\":\"dev1x\",\"tag\":\"7\"}");

        assertThat(List.of(address.status(), tag.status())).containsExactly(400, 400);
        assertThat(List.of(address.text("code"), address.text("field"))).containsExactly("address.invalid", "to");
        assertThat(tag.text("field")).isEqualTo("tag");
        assertThat(server.node.effects).hasValue(0);
    }

    @Test
    void showsADepositWithItsConfirmations() throws Exception {
        DepositKey key =
                new DepositKey(new TxId("tx1"), 0, new Address(FakeNode.DEVNET, "dev1address0"), Optional.empty());
        server.node.state.deposits.put(
                key.id(),
                new Deposit(
                        key,
                        Optional.of(FakeNode.ACCOUNT),
                        Amount.of(new NetworkAssetId("devnet:main/token:unlisted"), 5),
                        new BlockRef(10, "b10"),
                        new Deposit.Progress(DepositChainState.CONFIRMING, DepositState.PENDING, 0, Optional.empty()),
                        1_000));

        RunningServer.Reply deposit = server.get("/v1/deposits/" + key.id());

        assertThat(deposit.body().members().get("confirmations").print()).isEqualTo("3");
        assertThat(deposit.body().members().get("amount").print())
                .isEqualTo("{\"atomic\":\"5\",\"network\":\"devnet:main\",\"caip19\":\"devnet:main/token:unlisted\"}");
        assertThat(server.get("/v1/deposits/dep_x").text("code")).isEqualTo("deposit.unknown");
    }

    @Test
    void showsTheBooks() throws Exception {
        assertThat(server.get("/v1/ledger/trial-balance").body().members().get("balanced"))
                .isEqualTo(Json.flag(true));
        RunningServer.Reply first = server.get("/v1/ledger/accounts?limit=1");
        assertThat(first.text("next")).isEqualTo("customer|acc_1|DEV");
        RunningServer.Reply second = server.get("/v1/ledger/accounts?limit=1&after=customer%7Cacc_1%7CDEV");
        assertThat(second.body().print()).contains("\"id\":\"custody|devnet:main/slip44:1|DEV\"");
        assertThat(server.get("/v1/ledger/accounts?after=nonsense").status()).isEqualTo(400);
        assertThat(server.get("/v1/assets").body().print()).contains("\"caip19\":\"devnet:main/slip44:1\"");
        assertThat(server.get("/v1/limits").body().print()).contains("\"perDay\":{\"amount\":\"0.00009\"");
        assertThat(server.get("/v1/treasury").body().print())
                .contains("\"network\":\"devnet:main\"", "\"atomic\":\"42\"");
    }

    @Test
    void findsAChainWithEncodedOrPlainColon() throws Exception {
        assertThat(server.get("/v1/chains/devnet%3Amain").text("state")).isEqualTo("SCANNING");
        assertThat(server.get("/v1/chains/devnet:main")
                        .body()
                        .members()
                        .get("lag")
                        .print())
                .isEqualTo("2");
        assertThat(server.get("/v1/chains/eip155:1").text("code")).isEqualTo("chain.unknown");
    }

    @Test
    void pagesThroughAStatement() throws Exception {
        String statement = "/v1/accounts/acc_1/statement?asset=DEV&limit=2";
        RunningServer.Reply first = server.get(statement);
        RunningServer.Reply second = server.get(statement + "&after=" + first.text("next"));
        RunningServer.Reply last = server.get(statement + "&after=4-0");

        assertThat(first.position()).isEqualTo(9);
        assertThat(List.of(first.text("next"), second.text("next"))).containsExactly("2-0", "4-0");
        assertThat(last.body().members()).doesNotContainKey("next");
        assertThat(second.body().print())
                .contains("{\"place\":\"3-0\",\"time\":\"1970-01-01T00:00:03Z\",\"kind\":\"CREDIT\","
                        + "\"amount\":{\"amount\":\"0.00000003\",\"atomic\":\"3\",\"asset\":\"DEV\"}");
        assertThat(server.get(statement + "&order=newest").text("next")).isEqualTo("4-0");
        assertThat(server.get("/v1/ledger/statement?account=house%7C%7CDEV")
                        .body()
                        .print())
                .contains("entry 5 of house||DEV");
        for (String wrong : List.of("&order=x", "&after=x", "&limit=0", "&limit=1001", "&limit=2", "&page=2")) {
            assertThat(server.get(statement + wrong).status()).as(wrong).isEqualTo(400);
        }
        assertThat(server.get("/v1/accounts/acc_1/statement").text("field")).isEqualTo("asset");
        assertThat(server.get("/v1/accounts/none/statement?asset=DEV").status()).isEqualTo(404);
        assertThat(server.get("/v1/ledger/statement?account=x").text("field")).isEqualTo("account");
    }

    @Test
    void listsWithdrawalsAndTheirSteps() throws Exception {
        RunningServer.Reply taken = server.post(
                "/v1/withdrawals",
                "k",
                "{\"account\":\"acc_1\",\"asset\":\"devnet:main/slip44:1\",\"to\":\"dev1to\",\"amount\":\"1\"}");

        for (String path : List.of("/v1/withdrawals", "/v1/accounts/acc_1/withdrawals")) {
            assertThat(server.get(path).body().print()).contains(taken.text("id"), "\"place\":\"5-0\"");
        }
        assertThat(server.get("/v1/withdrawals/" + taken.text("id") + "/history")
                        .body()
                        .print())
                .contains("\"state\":\"REQUESTED\"");
        assertThat(server.get("/v1/withdrawals/none/history").status()).isEqualTo(404);
        assertThat(server.get("/v1/deposits").text("items")).isEqualTo("Sequence[elements=[]]");
        assertThat(server.get("/v1/deposits/none/history").status()).isEqualTo(404);
    }

    @Test
    void theHistoryWaitsForThePositionAndMayBeAway() throws Exception {
        assertThat(server.get("/v1/deposits?atLeast=9").status()).isEqualTo(200);
        RunningServer.Reply behind = server.get("/v1/deposits?atLeast=10");
        assertThat(List.of(behind.status(), behind.text("code"))).containsExactly(503, "position.not-reached");
        assertThat(behind.text("detail")).contains("history");

        server.node.history.broken = true;
        server.node.history.mode = io.coffer.api.node.HistoryStatus.State.RETRYING;
        RunningServer.Reply broken = server.get("/v1/deposits");
        assertThat(List.of(broken.status(), broken.text("code"))).containsExactly(503, "history.unavailable");
        assertThat(broken.http().body()).doesNotContain("the store is gone");
        assertThat(server.get("/v1/health/ready").body().print()).contains("\"part\":\"history\"");
    }

    @Test
    void everyAnswerCarriesThePosition() throws Exception {
        for (String path : List.of("/v1/chains", "/v1/assets", "/v1/status", "/v1/accounts/none", "/v1/none")) {
            assertThat(server.get(path).position()).as(path).isEqualTo(10);
        }
    }

    @Test
    void aReadWaitsForThePositionThatItAsksFor() throws Exception {
        assertThat(server.get("/v1/assets?atLeast=10").status()).isEqualTo(200);
        RunningServer.Reply early = server.get("/v1/assets?atLeast=11");
        assertThat(List.of(early.status(), early.text("code"))).containsExactly(503, "position.not-reached");
        assertThat(early.header("Retry-After")).contains("1");
        assertThat(server.send(server.request("/v1/assets")
                                .header("Coffer-At-Least", "11")
                                .build())
                        .status())
                .isEqualTo(503);
        assertThat(server.get("/v1/assets?atLeast=-1").status()).isEqualTo(400);
        assertThat(server.get("/v1/assets?atleast=1").text("code")).isEqualTo("request.unknown-parameter");
        assertThat(server.get("/v1/assets?atLeast=1&atLeast=2").status()).isEqualTo(400);
    }

    @Test
    void knowsWhichMethodsAPathHas() throws Exception {
        RunningServer.Reply reply =
                server.send(server.request("/v1/customers/x/accounts").DELETE().build());
        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).contains("GET, POST");
        RunningServer.Reply head = server.send(server.request("/v1/assets")
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build());
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.http().body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Bearer", "Bearer ", "Bearer wrong", "Basic MDEyMzQ=", "Bearer 0123456789abcdef-the-tokeN"})
    void letsNobodyInWithoutTheToken(String authorization) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.request("/v1/assets").build().uri());
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        RunningServer.Reply reply = server.send(request.build());

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).contains("Bearer");
        assertThat(reply.header("Coffer-Position")).isEmpty();
    }

    @Test
    void withoutAConfiguredTokenOnlyHealthAnswers() throws Exception {
        server.settings = new RestSettings(Optional.empty(), "exchange", 50);

        RunningServer.Reply reply = server.get("/v1/assets");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.text("nextStep")).contains("apiTokenSha256");
        assertThat(server.get("/v1/none").status()).isEqualTo(401);
        assertThat(server.get("/v1/health/live").status()).isEqualTo(200);
        assertThat(server.get("/v1/health/ready").text("status")).isEqualTo("ok");
    }

    @Test
    void isReadyWhileSealedAndSaysThatItIsDegraded() throws Exception {
        server.node.vault = KeyVault.State.SEALED;
        server.node.chainState = ChainStatus.State.DEGRADED;
        server.node.mode = CoreStatus.Mode.DISK_FULL;

        RunningServer.Reply ready = server.get("/v1/health/ready");

        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.body().print())
                .isEqualTo(
                        "{\"status\":\"degraded\",\"reasons\":[{\"part\":\"core\",\"state\":\"DISK_FULL\"},"
                                + "{\"part\":\"vault\",\"state\":\"SEALED\"},{\"part\":\"devnet:main\",\"state\":\"DEGRADED\"}]}");
    }

    @Test
    void aHaltAndWhatWasSetAsideAreShown() throws Exception {
        server.node.halts.standing =
                Optional.of(new Halts.Halt("1069c6cd", Halts.Kind.SIGHTING_REFUSED, "it was 500 before, now 501", 0));
        DepositKey key = new DepositKey(new TxId("ab"), 0, new Address(FakeNode.DEVNET, "dev1"), Optional.empty());
        server.node.state.setAside.add(
                new SetAsideSighting(key, Amount.of(FakeNode.DEV, 501), new BlockRef(7, "b7"), "two amounts", 1_000));
        String chain = server.get("/v1/chains/devnet:main").body().print();
        assertThat(chain)
                .contains("\"halt\":{\"id\":\"1069c6cd\",\"kind\":\"SIGHTING_REFUSED\"")
                .contains("\"deposit\":\"" + key.id() + "\"", "\"atomic\":\"501\"", "\"reason\":\"two amounts\"");
        assertThat(server.get("/v1/chains").body().print()).contains("1069c6cd");
    }

    @Test
    void isReadyButDegradedWhileTheClockIsNotFollowed() throws Exception {
        server.node.mode = CoreStatus.Mode.CLOCK_HELD;
        RunningServer.Reply ready = server.get("/v1/health/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.body().print()).contains("degraded", "CLOCK_HELD");
    }

    @Test
    void isNotReadyWithoutACoreThatTakesCommands() throws Exception {
        server.node.mode = CoreStatus.Mode.STOPPED;
        assertThat(server.get("/v1/health/ready").status()).isEqualTo(503);
        server.node.present = false;
        assertThat(server.get("/v1/health/ready").status()).isEqualTo(503);
        assertThat(server.get("/v1/assets").text("code")).isEqualTo("service.absent");
        assertThat(server.get("/v1/health/live").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("H37 an id of nobody is not found on any route, whatever its form")
    void h37_unknownIds() throws Exception {
        for (String id : List.of("none", "acc_2", "%2e%2e", "..%2f", "a%00b", "x".repeat(300), "%F0%9F%98%80")) {
            for (String path : List.of(
                    "/v1/accounts/%s",
                    "/v1/accounts/%s/balances",
                    "/v1/accounts/%s/addresses",
                    "/v1/customers/%s",
                    "/v1/withdrawals/%s",
                    "/v1/deposits/%s")) {
                // Jetty itself refuses ambiguous paths with 400.
                assertThat(server.send(server.request(path.formatted(id)).build())
                                .status())
                        .as(path.formatted(id))
                        .isIn(400, 404);
            }
        }
        assertThat(server.post("/v1/withdrawals/none/cancel", "k", "{}").status())
                .isEqualTo(404);
        assertThat(server.post("/v1/customers/none/accounts", "k2", "{}").status())
                .isEqualTo(404);
    }

    @Test
    @DisplayName("H49 neither the access log nor an answer shows the token, the key or a body")
    void h49_noSecretsInLogs() throws Exception {
        PrintStream original = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            server.post("/v1/customers?x=secret-query", "secret-key", "{\"id\":\"secret-body\"}");
            server.get("/v1/accounts/%e2%80%aeinjected");
            // The line is written after the answer.
            long deadline = System.nanoTime() + 5_000_000_000L;
            while (!log.toString(StandardCharsets.UTF_8).contains("injected") && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
        } finally {
            System.setErr(original);
        }
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("POST /v1/customers 400", "GET /v1/accounts/%e2%80%aeinjected")
                .doesNotContain("secret", RunningServer.TOKEN, "\u001b");
    }
}
