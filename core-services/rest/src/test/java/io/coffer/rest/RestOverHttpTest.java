// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.core.CoreStatus;
import io.coffer.api.core.DepositCommand;
import io.coffer.api.node.Halts;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.DepositKey;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalRequest;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestOverHttpTest {
    private static final int LIMIT_S = 30;
    private static final int POLL_MS = 5;

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
        assertThat(customer.position()).isEqualTo(server.node.position());

        RunningServer.Reply account = server.post("/v1/customers/alice/accounts", "k2", "");
        assertThat(account.status()).isEqualTo(201);
        assertThat(server.get(account.header("Location").orElseThrow()).text("customer"))
                .isEqualTo("alice");

        String addresses = "/v1/accounts/" + account.text("id") + "/addresses";
        RunningServer.Reply byId = server.post(addresses, "k3", "{\"asset\":\"devnet:main/slip44:1\"}");
        RunningServer.Reply byCode =
                server.post(addresses, "k4", "{\"asset\":{\"asset\":\"DEV\",\"network\":\"devnet:main\"}}");
        assertThat(List.of(byId.text("address"), byCode.text("address")))
                .doesNotHaveDuplicates()
                .allMatch(address -> address.startsWith("sc"));
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
                "{\"account\":\"acc_1\",\"asset\":\"devnet:main/slip44:1\",\"to\":\"scto\",\"amount\":\"1.5\","
                        + "\"feeCapAtomic\":\"77\",\"externalId\":\"ext-1\"}");

        assertThat(taken.status()).isEqualTo(201);
        assertThat(taken.body().members().get("amount").print())
                .isEqualTo("{\"amount\":\"1.5\",\"atomic\":\"150000000\",\"asset\":\"DEV\",\"network\":\"devnet:main\","
                        + "\"caip19\":\"devnet:main/slip44:1\"}");
        assertThat(taken.text("state")).isEqualTo("REQUESTED");
        WithdrawalRequest ordered = server.node
                .core
                .read(state -> state.withdrawal(new WithdrawalId(taken.text("id"))))
                .orElseThrow()
                .request();
        assertThat(ordered.amount().units()).isEqualTo("150000000");
        assertThat(ordered.feeCap().units()).isEqualTo("77");
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
                "{\"account\":\"acc_1\",\"asset\":\"devnet:main/slip44:1\",\"to\":\"scto\","
                        + "\"atomic\":\"200000001\"}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.header("Content-Type").orElseThrow()).startsWith("application/problem+json");
        assertThat(refused.text("code")).isEqualTo("limit.per-transaction");
        assertThat(refused.text("outcome")).isEqualTo("NOT_EXECUTED");
        assertThat(refused.text("retriable")).isEqualTo("Flag[value=false]");
        assertThat(refused.text("nextStep")).isNotEmpty();
        assertThat(refused.text("requestId"))
                .isEqualTo(refused.header("Coffer-Request-Id").orElseThrow());
    }

    @Test
    void refusesAWrongDestinationAndATag() throws Exception {
        String order = "{\"account\":\"acc_1\",\"asset\":\"devnet:main/slip44:1\",\"amount\":\"1\",";

        RunningServer.Reply address = server.post("/v1/withdrawals", "a", order + "\"to\":\"btc1\"}");
        RunningServer.Reply tag = server.post("/v1/withdrawals", "b", order + "\"to\":\"scx\",\"tag\":\"7\"}");

        assertThat(List.of(address.status(), tag.status())).containsExactly(400, 400);
        assertThat(List.of(address.text("code"), address.text("field"))).containsExactly("address.invalid", "to");
        assertThat(tag.text("field")).isEqualTo("tag");
        assertThat(server.node.withdrawals()).isZero();
    }

    @Test
    void showsADepositWithItsConfirmations() throws Exception {
        String address = address("acc_1", "d");
        server.node.follow();
        String tx = server.node.chain.pay(address, 5);
        server.node.chain.mine();
        server.node.chain.mine();
        DepositKey key = key(tx, address);
        await(() -> server.get("/v1/chains/devnet:main").body().print().contains("\"cursor\":{\"height\":2"));

        RunningServer.Reply deposit = server.get("/v1/deposits/" + key.id());

        assertThat(deposit.body().members().get("confirmations").print()).isEqualTo("2");
        assertThat(deposit.text("state")).isEqualTo("PENDING");
        assertThat(deposit.body().members().get("amount").print())
                .isEqualTo("{\"amount\":\"0.00000005\",\"atomic\":\"5\",\"asset\":\"DEV\","
                        + "\"network\":\"devnet:main\",\"caip19\":\"devnet:main/slip44:1\"}");
        assertThat(server.get("/v1/deposits/dep_x").text("code")).isEqualTo("deposit.unknown");
    }

    @Test
    void showsADepositOfAnAssetThatIsNotListedInItsUnitsOnly() throws Exception {
        DepositKey key = key("t", address("acc_1", "d"));
        server.node.submit(new DepositCommand.Observe(
                key, Amount.of(new NetworkAssetId("devnet:main/token:unlisted"), 5), new BlockRef(10, "b10")));

        assertThat(server.get("/v1/deposits/" + key.id())
                        .body()
                        .members()
                        .get("amount")
                        .print())
                .isEqualTo("{\"atomic\":\"5\",\"network\":\"devnet:main\",\"caip19\":\"devnet:main/token:unlisted\"}");
    }

    private static DepositKey key(String tx, String address) {
        return new DepositKey(new TxId(tx), 0, new Address(NodeOnDisk.DEVNET, address), Optional.empty());
    }

    private String address(String account, String requestKey) throws Exception {
        RunningServer.Reply made = server.post(
                "/v1/accounts/" + account + "/addresses", requestKey, "{\"asset\":\"devnet:main/slip44:1\"}");
        assertThat(made.status()).as(made.body().print()).isEqualTo(201);
        return made.text("address");
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    /** All of a list, page by page. */
    private List<String> all(String path, String member) throws Exception {
        server.node.catchUp();
        List<String> found = new ArrayList<>();
        String next = "";
        do {
            RunningServer.Reply page = server.get(path + (next.isEmpty() ? "" : "&after=" + encoded(next)));
            assertThat(page.status()).as(page.body().print()).isEqualTo(200);
            for (Json item : ((Json.Sequence) page.body().members().get("items")).elements()) {
                found.add(((Json.Text) ((Json.Dictionary) item).members().get(member)).value());
            }
            next = page.body().members().containsKey("next") ? page.text("next") : "";
        } while (!next.isEmpty());
        return found;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void showsTheBooks() throws Exception {
        assertThat(server.get("/v1/ledger/trial-balance").body().members().get("balanced"))
                .isEqualTo(Json.flag(true));
        assertThat(all("/v1/ledger/accounts?limit=1", "id"))
                .containsExactly("customer|acc_1|DEV", "exposure||DEV")
                .isEqualTo(all("/v1/ledger/accounts?limit=1000", "id"));
        assertThat(server.get("/v1/ledger/accounts?after=nonsense").status()).isEqualTo(400);
        assertThat(server.get("/v1/assets").body().print()).contains("\"caip19\":\"devnet:main/slip44:1\"");
        assertThat(server.get("/v1/limits").body().print()).contains("\"perDay\":{\"amount\":\"5\"");
        assertThat(server.get("/v1/treasury").body().print())
                .contains("\"network\":\"devnet:main\"", "\"addresses\":[\"sc");
    }

    @Test
    void findsAChainWithEncodedOrPlainColon() throws Exception {
        server.node.follow();
        await(() -> server.get("/v1/chains/devnet%3Amain").text("state").equals("SCANNING"));
        assertThat(server.get("/v1/chains/devnet:main")
                        .body()
                        .members()
                        .get("lag")
                        .print())
                .isEqualTo("0");
        assertThat(server.get("/v1/chains/eip155:1").text("code")).isEqualTo("chain.unknown");
    }

    @Test
    void pagesThroughAStatement() throws Exception {
        for (int units = 1; units <= 3; units++) {
            server.node.credit(NodeOnDisk.ACCOUNT, units);
        }
        long position = server.node.position();
        String statement = "/v1/accounts/acc_1/statement?asset=DEV&atLeast=" + position;
        // A credit and a hold at the opening, three credits now.
        List<String> places = all(statement + "&limit=1000", "place");
        assertThat(places).hasSize(5).doesNotHaveDuplicates();
        assertThat(all(statement + "&limit=2", "place")).isEqualTo(places);
        List<String> newest = new ArrayList<>(places);
        Collections.reverse(newest);
        assertThat(all(statement + "&limit=2&order=newest", "place")).isEqualTo(newest);
        assertThat(server.get(statement).position()).isEqualTo(position);
        assertThat(server.get(statement + "&limit=1&after=" + places.get(3))
                        .body()
                        .print())
                .contains("\"place\":\"" + places.get(4) + "\"", "\"kind\":\"CREDIT\"")
                .contains("\"amount\":{\"amount\":\"0.00000003\",\"atomic\":\"3\",\"asset\":\"DEV\"}", "credit of 3")
                .doesNotContain("\"next\"");
        assertThat(all("/v1/ledger/statement?account=exposure%7C%7CDEV&atLeast=" + position, "place"))
                .hasSize(4);
        for (String wrong : List.of("&order=x", "&after=x", "&limit=0", "&limit=1001", "&asset=X", "&page=2")) {
            assertThat(server.get(statement + wrong).status()).as(wrong).isEqualTo(400);
        }
        assertThat(server.get("/v1/accounts/acc_1/statement").text("field")).isEqualTo("asset");
        assertThat(server.get("/v1/accounts/none/statement?asset=DEV").status()).isEqualTo(404);
        assertThat(server.get("/v1/ledger/statement?account=x").text("field")).isEqualTo("account");
    }

    @Test
    void listsWithdrawalsAndTheirSteps() throws Exception {
        RunningServer.Reply taken = withdraw("acc_1", 1);
        String atLeast = "?atLeast=" + server.node.position();

        for (String path : List.of("/v1/withdrawals", "/v1/accounts/acc_1/withdrawals")) {
            assertThat(all(path + atLeast, "id")).containsExactly(taken.text("id"));
        }
        assertThat(all("/v1/withdrawals/" + taken.text("id") + "/history" + atLeast, "state"))
                .startsWith("REQUESTED")
                .endsWith("QUEUED");
        assertThat(server.get("/v1/withdrawals/none/history").status()).isEqualTo(404);
        assertThat(all("/v1/deposits" + atLeast, "id")).isEmpty();
        assertThat(server.get("/v1/deposits/none/history").status()).isEqualTo(404);
    }

    private RunningServer.Reply withdraw(String account, int units) throws Exception {
        RunningServer.Reply taken = server.post(
                "/v1/withdrawals",
                account + "-" + units,
                "{\"account\":\"" + account + "\",\"asset\":\"devnet:main/slip44:1\",\"to\":\"scto\",\"atomic\":\""
                        + units + "\"}");
        assertThat(taken.status()).as(taken.body().print()).isEqualTo(201);
        return taken;
    }

    @Test
    void listsThoseOfOneAccountPageByPage() throws Exception {
        String other =
                server.post("/v1/customers/cus_1/accounts", "other", "{}").text("id");
        server.node.credit(new AccountId(other), 1_000);
        String[] accounts = {"acc_1", other};
        String[] addresses = {address("acc_1", "d1"), address(other, "d2")};
        List<List<String>> withdrawals = List.of(new ArrayList<>(), new ArrayList<>());
        List<List<String>> deposits = List.of(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < 9; i++) {
            // Not in turns, so that pages of all and of one do not agree by chance.
            int whose = i % 3 == 0 ? 1 : 0;
            withdrawals.get(whose).add(withdraw(accounts[whose], i + 1).text("id"));
            DepositKey key = key("t" + i, addresses[whose]);
            server.node.submit(
                    new DepositCommand.Observe(key, Amount.of(NodeOnDisk.DEV, 7), new BlockRef(10 + i, "b" + i)));
            deposits.get(whose).add(key.id());
        }
        DepositKey nobody = key("t", server.node.hotWallet());
        server.node.submit(new DepositCommand.Observe(nobody, Amount.of(NodeOnDisk.DEV, 7), new BlockRef(30, "b")));
        String atLeast = "&atLeast=" + server.node.position();

        for (int whose = 0; whose < 2; whose++) {
            for (int limit = 1; limit <= 7; limit++) {
                String filter = "?account=" + accounts[whose] + "&limit=" + limit + atLeast;
                assertThat(all("/v1/withdrawals" + filter, "id")).isEqualTo(withdrawals.get(whose));
                assertThat(all("/v1/deposits" + filter, "id")).isEqualTo(deposits.get(whose));
                List<String> newest = new ArrayList<>(deposits.get(whose));
                Collections.reverse(newest);
                assertThat(all("/v1/deposits" + filter + "&order=newest", "id")).isEqualTo(newest);
            }
        }
        assertThat(all("/v1/withdrawals?limit=2" + atLeast, "id")).hasSize(9);
        assertThat(all("/v1/deposits?limit=2" + atLeast, "id")).hasSize(10).contains(nobody.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "", "a%20b", "acc_1%00", "%F0%9F%98%80"})
    void anAccountThatDoesNotExistIsNamedAsTheField(String id) throws Exception {
        for (String path : List.of("/v1/deposits", "/v1/withdrawals")) {
            RunningServer.Reply reply = server.get(path + "?account=" + id);
            assertThat(List.of(reply.status(), reply.text("field"))).containsExactly(400, "account");
            assertThat(reply.header("Content-Type").orElseThrow()).startsWith("application/problem+json");
        }
        assertThat(server.get("/v1/accounts/acc_1/deposits?account=acc_1").text("field"))
                .isEqualTo("account");
    }

    @Test
    void theHistoryWaitsForThePositionAndMayBeAway() throws Exception {
        server.node.catchUp();
        long position = server.node.position();
        assertThat(server.get("/v1/deposits?atLeast=" + position).status()).isEqualTo(200);
        server.node.loseHistory();
        server.node.credit(NodeOnDisk.ACCOUNT, 1);
        RunningServer.Reply behind = server.get("/v1/deposits?atLeast=" + (position + 1));
        assertThat(List.of(behind.status(), behind.text("code"))).containsExactly(503, "position.not-reached");
        assertThat(behind.text("detail")).contains("history");

        RunningServer.Reply broken = server.get("/v1/deposits");
        assertThat(List.of(broken.status(), broken.text("code"))).containsExactly(503, "history.unavailable");
        assertThat(broken.http().body()).doesNotContain("cannot be read: ", "jdbc");
        assertThat(server.get("/v1/health/ready").body().print()).contains("\"part\":\"history\"");
    }

    @Test
    void everyAnswerCarriesThePosition() throws Exception {
        for (String path : List.of("/v1/chains", "/v1/assets", "/v1/status", "/v1/accounts/none", "/v1/none")) {
            assertThat(server.get(path).position()).as(path).isEqualTo(server.node.position());
        }
    }

    @Test
    void aReadWaitsForThePositionThatItAsksFor() throws Exception {
        long position = server.node.position();
        assertThat(server.get("/v1/assets?atLeast=" + position).status()).isEqualTo(200);
        RunningServer.Reply early = server.get("/v1/assets?atLeast=" + (position + 1));
        assertThat(List.of(early.status(), early.text("code"))).containsExactly(503, "position.not-reached");
        assertThat(early.header("Retry-After")).contains("1");
        assertThat(server.send(server.request("/v1/assets")
                                .header("Coffer-At-Least", Long.toString(position + 1))
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
        server.node.follow();
        await(() -> server.get("/v1/health/ready").text("status").equals("ok"));
    }

    @Test
    void isReadyWhileSealedAndSaysThatItIsDegraded() throws Exception {
        server.node.catchUp();
        server.node.vault.seal();
        server.node.adapterLeaves();
        server.node.mode = Optional.of(CoreStatus.Mode.DISK_FULL);

        RunningServer.Reply ready = server.get("/v1/health/ready");

        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.body().print())
                .isEqualTo(
                        "{\"status\":\"degraded\",\"reasons\":[{\"part\":\"core\",\"state\":\"DISK_FULL\"},"
                                + "{\"part\":\"vault\",\"state\":\"SEALED\"},{\"part\":\"devnet:main\",\"state\":\"ABSENT\"}]}");
    }

    @Test
    void aHaltAndWhatWasSetAsideAreShown() throws Exception {
        server.node.halts.standing =
                Optional.of(new Halts.Halt("1069c6cd", Halts.Kind.SIGHTING_REFUSED, "it was 500 before, now 501", 0));
        DepositKey key = key("ab", address("acc_1", "a"));
        BlockRef block = new BlockRef(7, "b7");
        server.node.submit(new DepositCommand.Observe(key, Amount.of(NodeOnDisk.DEV, 500), block));
        server.node.submit(new DepositCommand.SetAside(key, Amount.of(NodeOnDisk.DEV, 501), block, "two amounts"));
        String chain = server.get("/v1/chains/devnet:main").body().print();
        assertThat(chain)
                .contains("\"halt\":{\"id\":\"1069c6cd\",\"kind\":\"SIGHTING_REFUSED\"")
                .contains("\"deposit\":\"" + key.id() + "\"", "\"atomic\":\"501\"", "\"reason\":\"two amounts\"");
        assertThat(server.get("/v1/chains").body().print()).contains("1069c6cd");
    }

    @Test
    void isReadyButDegradedWhileTheClockIsNotFollowed() throws Exception {
        server.node.mode = Optional.of(CoreStatus.Mode.CLOCK_HELD);
        RunningServer.Reply ready = server.get("/v1/health/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.body().print()).contains("degraded", "CLOCK_HELD");
    }

    @Test
    void isNotReadyWithoutACoreThatTakesCommands() throws Exception {
        server.node.mode = Optional.of(CoreStatus.Mode.STOPPED);
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
        String log = logged("injected", () -> {
            server.post("/v1/customers?x=secret-query", "secret-key", "{\"id\":\"secret-body\"}");
            server.get("/v1/accounts/acc_1?x=secret-read");
            return server.post("/v1/accounts/%e2%80%aeinjected/addresses", "secret-key-2", "{\"secret\":1}");
        });
        assertThat(log)
                .contains("POST /v1/customers 400", "POST /v1/accounts/%e2%80%aeinjected/addresses 400")
                .doesNotContain("secret", RunningServer.TOKEN, "\u001b");
    }

    @Test
    @DisplayName("A read that failed, such as one with a wrong token, is in the access log; one that succeeded is not")
    void failedReadsAreLogged() throws Exception {
        String log = logged("/v1/last", () -> {
            server.get("/v1/treasury");
            server.send(server.request("/v1/accounts/acc_1")
                    .setHeader("Authorization", "Bearer wrong-token")
                    .build());
            server.send(server.request("/v1/chains")
                    .setHeader("Authorization", "Bearer wrong-token")
                    .method("HEAD", HttpRequest.BodyPublishers.noBody())
                    .build());
            return server.get("/v1/last");
        });
        assertThat(log)
                .contains("GET /v1/accounts/acc_1 401 r2 ", "HEAD /v1/chains 401 r3 ", "GET /v1/last 404 r4 ")
                .doesNotContain("/v1/treasury", "wrong-token");
    }

    /** What is logged until {@code last} is, the last request's path: a line is written after the answer. */
    private static String logged(String last, Callable<RunningServer.Reply> requests) throws Exception {
        PrintStream original = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            requests.call();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
            while (!log.toString(StandardCharsets.UTF_8).contains(last) && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
        } finally {
            System.setErr(original);
        }
        return log.toString(StandardCharsets.UTF_8);
    }
}
