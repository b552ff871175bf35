// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.devnet.format.BlockHeader;
import io.coffer.devnet.format.ChainName;
import io.coffer.devnet.format.MalformedException;
import io.coffer.devnet.format.Octets;
import io.coffer.devnet.json.JsonObject;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class HttpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Wallet alice = Wallet.of(Mode.ACCOUNT, 1);
    private final Wallet bob = Wallet.of(Mode.ACCOUNT, 2);

    @TempDir
    Path folder;

    private DevnetNode node;
    private NodeClient client;

    @BeforeEach
    void start() throws Exception {
        start(Mode.ACCOUNT);
        client.faucet(alice.text(), 10_000);
        client.mine(1);
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    @Test
    void theChainSaysWhatItIs() throws Exception {
        JsonObject chain = client.get("/chain").json();
        assertThat(chain.text("chain")).isEqualTo("devnet:test");
        assertThat(chain.text("mode")).isEqualTo("account");
        assertThat(chain.text("minFee")).isEqualTo("100");
        assertThat(chain.object("head").number("height", 1, 1)).isEqualTo(1);
        JsonObject genesis = client.get("/block/0").json();
        assertThat(genesis.text("hash")).isEqualTo(chain.text("genesis"));
        JsonObject fees = client.get("/fees").json();
        assertThat(fees.text("minFee")).isEqualTo("100");
        assertThat(fees.text("suggested")).isEqualTo("150");
    }

    @Test
    void aPaymentIsPendingThenMined() throws Exception {
        NodeTransaction payment = alice.pay(0, bob.address(), 3_000, 150);
        JsonObject submitted = client.submit(payment).json();
        assertThat(submitted.text("id")).isEqualTo(payment.id().toHex());
        assertThat(submitted.text("result")).isEqualTo("accepted");
        JsonObject pending = client.get("/tx/" + payment.id()).json();
        assertThat(pending.text("state")).isEqualTo("pending");
        assertThat(pending.number("confirmations", 0, 0)).isZero();
        assertThat(pending.has("block")).isFalse();
        JsonObject address = client.get("/address/" + alice.text()).json();
        assertThat(address.text("nonce")).isEqualTo("0");
        assertThat(address.text("pendingNonce")).isEqualTo("1");
        assertThat(client.submit(payment).json().text("result")).isEqualTo("known");

        client.mine(3);
        JsonObject mined = client.get("/tx/" + payment.id()).json();
        assertThat(mined.text("state")).isEqualTo("mined");
        assertThat(mined.number("confirmations", 3, 3)).isEqualTo(3);
        assertThat(mined.text("fee")).isEqualTo("150");
        assertThat(mined.text("raw")).isEqualTo(payment.raw().toHex());
        assertThat(mined.object("block").number("height", 2, 2)).isEqualTo(2);
        assertThat(client.get("/address/" + bob.text()).json().text("balance")).isEqualTo("3000");
        assertThat(client.state("submissions")).isEqualTo(2);
        assertThat(client.state("duplicateSubmissions")).isEqualTo(1);
    }

    @Test
    void aBlockListsItsTransactionsAndItsHashCanBeRecomputed() throws Exception {
        NodeTransaction payment = alice.pay(0, bob.address(), 3_000, 150);
        client.submit(payment);
        client.mine(1);
        JsonObject block = client.get("/block/2").json();
        JsonObject listed = block.objects("transactions", 1).get(0);
        assertThat(listed.text("id")).isEqualTo(payment.id().toHex());
        assertThat(listed.text("status")).isEqualTo("ok");
        assertThat(listed.text("fee")).isEqualTo("150");
        JsonObject input = listed.objects("inputs", 1).get(0);
        assertThat(input.text("address")).isEqualTo(alice.text());
        assertThat(input.text("amount")).isEqualTo("3150");
        JsonObject output = listed.objects("outputs", 1).get(0);
        assertThat(output.text("address")).isEqualTo(bob.text());
        assertThat(output.text("amount")).isEqualTo("3000");
        assertThat(output.number("index", 0, 0)).isZero();
        BlockHeader header = new BlockHeader(
                block.number("height", 2, 2),
                Octets.hex(block.text("previous")),
                block.number("timeMs", 0, Long.MAX_VALUE),
                Long.parseUnsignedLong(block.text("salt"), 16),
                BlockHeader.merkle(List.of(payment.id())));
        assertThat(header.hash().toHex()).isEqualTo(block.text("hash"));
        assertThat(client.get("/block/" + block.text("hash")).body())
                .isEqualTo(client.get("/block/2").body());
    }

    @Test
    void utxoModeListsInputsAndOutputs() throws Exception {
        node.close();
        start(Mode.UTXO);
        Wallet carol = Wallet.of(Mode.UTXO, 1);
        String funding = client.faucet(carol.text(), 10_000);
        client.mine(1);
        JsonObject coin = client.get("/address/" + carol.text())
                .json()
                .objects("utxos", 1)
                .get(0);
        assertThat(coin.text("txid")).isEqualTo(funding);
        assertThat(coin.number("vout", 0, 0)).isZero();
        assertThat(coin.text("amount")).isEqualTo("10000");
        assertThat(coin.number("height", 1, 1)).isEqualTo(1);
        NodeTransaction payment =
                carol.spend(List.of(carol.input(Octets.hex(funding), 0, 10_000)), bob.address(), 3_000, 150);
        assertThat(client.submit(payment).status()).isEqualTo(200);
        client.mine(1);
        JsonObject listed =
                client.get("/block/2").json().objects("transactions", 1).get(0);
        JsonObject input = listed.objects("inputs", 1).get(0);
        assertThat(input.text("txid")).isEqualTo(funding);
        assertThat(input.number("vout", 0, 0)).isZero();
        assertThat(listed.objects("outputs", 2)).hasSize(2);
        assertThat(listed.objects("outputs", 2).get(1).text("amount")).isEqualTo("6850");
        assertThat(client.post("/tx", NodeClient.raw(alice.pay(0, bob.address(), 1, 100)))
                        .errorCode())
                .isEqualTo("malformed");
    }

    @ParameterizedTest
    @CsvSource({
        "/block/99, 404, unknown-block", "/block/-1, 400, malformed", "/block/00ff, 400, malformed",
        "/block/9999999999999999999, 400, malformed", "/tx/zz, 400, malformed", "/address/dev1, 400, malformed",
        "/nothing, 404, unknown-call", "/, 404, unknown-call", "/chain/x, 404, unknown-call",
        "/control/nothing, 400, bad-method", "/tx, 400, bad-method"
    })
    void aBadReadIsRefused(String path, int status, String code) throws Exception {
        NodeClient.Reply reply = client.get(path);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.errorCode()).isEqualTo(code);
    }

    @Test
    void anUnknownHashIsUnknown() throws Exception {
        assertThat(client.get("/block/" + "00".repeat(32)).errorCode()).isEqualTo("unknown-block");
        assertThat(client.get("/tx/" + "00".repeat(32)).errorCode()).isEqualTo("unknown-tx");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/tx | {}",
                "/tx | x",
                "/tx | {\"raw\":7}",
                "/tx | {\"raw\":\"zz\"}",
                "/tx | {\"raw\":\"\"}",
                "/tx | {\"raw\":\"01\",\"more\":1}",
                "/control/mine | {\"blocks\":0}",
                "/control/mine | {\"blocks\":10001}",
                "/control/mine | {\"block\":1}",
                "/control/mine | []",
                "/control/auto | {\"blockTimeMs\":-1}",
                "/control/faucet | {\"address\":\"x\",\"amount\":\"1\"}",
                "/control/reorg | {\"depth\":0}",
                "/control/reorg | {\"depth\":1,\"drop\":\"x\"}",
                "/control/vanish | {\"id\":\"00\"}",
                "/control/hold | {}",
                "/control/fault | {\"mode\":\"x\"}"
            })
    @DisplayName("H38 a bad body, or one with an unknown field, is refused")
    void h38_aBadBodyIsRefused(String path, String body) throws Exception {
        NodeClient.Reply reply = client.post(path, body);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.errorCode()).isEqualTo("malformed");
        assertThat(client.height()).isEqualTo(1);
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws Exception {
        // Little more than is read: of a longer one the rest would be cut off by a reset, which may overtake the
        // answer.
        NodeClient.Reply reply = client.post("/tx", "{\"raw\":\"" + "00".repeat(Limits.BODY_BYTES / 2) + "\"}");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(client.get("/chain").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("H24 a transaction for another devnet is refused")
    void h24_aTransactionForAnotherDevnetIsRefused() throws Exception {
        Wallet elsewhere = new Wallet(new ChainName("elsewhere"), alice.key());
        NodeClient.Reply reply = client.submit(elsewhere.pay(0, bob.address(), 1, 100));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.errorCode()).isEqualTo("wrong-chain");
    }

    @Test
    void aWrongSignatureAndALowFeeAreRefused() throws Exception {
        NodeTransaction good = alice.pay(0, bob.address(), 1, 100);
        String raw = good.raw().toHex();
        String bad = raw.substring(0, raw.length() - 2) + (raw.endsWith("00") ? "01" : "00");
        assertThat(client.post("/tx", "{\"raw\":\"" + bad + "\"}").errorCode()).isEqualTo("bad-signature");
        NodeClient.Reply cheap = client.submit(alice.pay(0, bob.address(), 1, 99));
        assertThat(cheap.status()).isEqualTo(409);
        assertThat(cheap.errorCode()).isEqualTo("fee-too-low");
    }

    @Test
    void reorgReplaceVanishFailAndDuplicateAnswer() throws Exception {
        String dropped = client.faucet(bob.text(), 1);
        String delayed = client.faucet(bob.text(), 2);
        client.mine(1);
        NodeClient.Reply reorg = client.post(
                "/control/reorg", "{\"depth\":1,\"drop\":[\"" + dropped + "\"],\"delay\":[\"" + delayed + "\"]}");
        assertThat(reorg.json().object("head").number("height", 3, 3)).isEqualTo(3);
        assertThat(client.get("/tx/" + dropped).status()).isEqualTo(404);
        assertThat(client.get("/tx/" + delayed).json().text("state")).isEqualTo("pending");
        String replacement = client.post("/control/replace", "{\"id\":\"" + delayed + "\"}")
                .json()
                .text("id");
        assertThat(client.get("/tx/" + delayed).status()).isEqualTo(404);
        assertThat(client.post("/control/fail", "{\"id\":\"" + replacement + "\"}")
                        .status())
                .isEqualTo(200);
        assertThat(client.post("/control/duplicate", "{\"id\":\"" + replacement + "\"}")
                        .status())
                .isEqualTo(200);
        client.mine(1);
        assertThat(client.get("/tx/" + replacement).json().text("state")).isEqualTo("failed");
        List<String> listed = new ArrayList<>();
        for (JsonObject transaction : client.get("/block/4").json().objects("transactions", 9)) {
            listed.add(transaction.text("id") + transaction.text("status"));
        }
        assertThat(listed.stream().filter((replacement + "failed")::equals)).hasSize(2);
        String vanishing = client.faucet(bob.text(), 3);
        assertThat(client.post("/control/vanish", "{\"id\":\"" + vanishing + "\"}")
                        .status())
                .isEqualTo(200);
        assertThat(client.get("/tx/" + vanishing).errorCode()).isEqualTo("unknown-tx");
    }

    @Test
    void blocksAreMinedByTime() throws Exception {
        client.post("/control/auto", "{\"blockTimeMs\":5}");
        await(() -> client.height() > 10);
        client.post("/control/auto", "{\"blockTimeMs\":0}");
        client.mine(1);
        assertThat(client.state("blockTimeMs")).isZero();
    }

    @Test
    @DisplayName("H14 a held submission is unanswered, then goes on as usual")
    void h14_aHeldSubmissionGoesOn() throws Exception {
        client.post("/control/hold", "{\"on\":true}");
        NodeTransaction payment = alice.pay(0, bob.address(), 3_000, 150);
        CompletableFuture<NodeClient.Reply> first = client.postLater("/tx", NodeClient.raw(payment));
        await(() -> client.state("held") == 1);
        CompletableFuture<NodeClient.Reply> again = client.postLater("/tx", NodeClient.raw(payment));
        await(() -> client.state("held") == 2);
        assertThat(first).isNotDone();
        assertThat(client.get("/tx/" + payment.id()).status()).isEqualTo(404);
        client.post("/control/hold", "{\"on\":false}");
        assertThat(first.get(60, TimeUnit.SECONDS).json().text("result")).isEqualTo("accepted");
        assertThat(again.get(60, TimeUnit.SECONDS).json().text("result")).isEqualTo("known");
        assertThat(client.state("held")).isZero();
        assertThat(client.state("pending")).isEqualTo(1);
    }

    @Test
    @DisplayName("H14 a held submission goes on although its client has died")
    void h14_aHeldSubmissionSurvivesItsClient() throws Exception {
        client.post("/control/hold", "{\"on\":true}");
        NodeTransaction payment = alice.pay(0, bob.address(), 3_000, 150);
        try (Socket socket = new Socket(
                InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), node.uri().getPort())) {
            String body = NodeClient.raw(payment);
            socket.getOutputStream()
                    .write(("POST /tx HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            await(() -> client.state("held") == 1);
        }
        client.post("/control/hold", "{\"on\":false}");
        assertThat(client.get("/tx/" + payment.id()).json().text("state")).isEqualTo("pending");
    }

    @Test
    @DisplayName("H14 a dropped submission is never answered and never happens")
    void h14_aDroppedSubmissionIsForgotten() throws Exception {
        client.post("/control/hold", "{\"on\":true,\"drop\":true}");
        NodeTransaction payment = alice.pay(0, bob.address(), 3_000, 150);
        CompletableFuture<NodeClient.Reply> answer = client.postLater("/tx", NodeClient.raw(payment));
        await(() -> client.state("held") == 1);
        assertThat(answer).isNotDone();
        client.post("/control/hold", "{\"on\":false}");
        assertThatThrownBy(() -> answer.get(60, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
        assertThat(client.get("/tx/" + payment.id()).status()).isEqualTo(404);
        assertThat(client.state("pending")).isZero();
    }

    @Test
    void garbageIsNeverAnAnswerButTheSubmissionHappens() throws Exception {
        fault("garbage");
        for (int i = 0; i < 20; i++) {
            NodeClient.Reply reply = client.get("/chain");
            assertThatThrownBy(() -> reply.json().object("head").number("height", 0, Long.MAX_VALUE))
                    .isInstanceOf(MalformedException.class);
        }
        NodeTransaction payment = alice.pay(0, bob.address(), 3_000, 150);
        client.submit(payment);
        fault("none");
        assertThat(client.get("/tx/" + payment.id()).json().text("state")).isEqualTo("pending");
    }

    @Test
    void inErrorModeEverythingIsRefusedAndNothingHappens() throws Exception {
        fault("error");
        NodeTransaction payment = alice.pay(0, bob.address(), 3_000, 150);
        for (NodeClient.Reply reply : List.of(client.get("/chain"), client.submit(payment))) {
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.errorCode()).isEqualTo("fault");
        }
        fault("none");
        assertThat(client.get("/tx/" + payment.id()).status()).isEqualTo(404);
    }

    @Test
    void aHungNodeAnswersNothingButControl() throws Exception {
        fault("hang");
        CompletableFuture<NodeClient.Reply> read = client.getLater("/chain");
        client.mine(1);
        assertThat(read).isNotDone();
        fault("none");
        // The client asks again by itself when a kept connection breaks before any answer, so either is right.
        assertThat(read.handle((reply, broken) -> broken != null || reply.status() == 200)
                        .get(60, TimeUnit.SECONDS))
                .isTrue();
        assertThat(client.height()).isEqualTo(2);
    }

    @Test
    @DisplayName("H24 the node of another chain names that chain and knows nothing of this one")
    void h24_aWrongChainIsVisible() throws Exception {
        JsonObject right = client.get("/chain").json();
        fault("wrong-chain");
        JsonObject wrong = client.get("/chain").json();
        assertThat(wrong.text("chain")).isEqualTo("devnet:test-other");
        assertThat(wrong.text("genesis")).isNotEqualTo(right.text("genesis"));
        assertThat(client.get("/block/0").status()).isEqualTo(404);
        assertThat(client.submit(alice.pay(0, bob.address(), 1, 100)).errorCode())
                .isEqualTo("wrong-chain");
    }

    @Test
    void aNodeBehindHidesItsLastBlocks() throws Exception {
        String payment = client.faucet(bob.text(), 5);
        client.mine(20);
        client.post("/control/fault", "{\"mode\":\"behind\",\"blocks\":20}");
        assertThat(client.height()).isEqualTo(1);
        assertThat(client.get("/block/2").status()).isEqualTo(404);
        assertThat(client.get("/tx/" + payment).json().text("state")).isEqualTo("pending");
        client.post("/control/fault", "{\"mode\":\"behind\"}");
        assertThat(client.height()).isEqualTo(11);
        assertThat(client.get("/tx/" + payment).json().number("confirmations", 10, 10))
                .isEqualTo(10);
        client.post("/control/fault", "{\"mode\":\"behind\",\"blocks\":1000}");
        assertThat(client.height()).isZero();
    }

    private void fault(String mode) throws Exception {
        assertThat(client.post("/control/fault", "{\"mode\":\"" + mode + "\"}").status())
                .isEqualTo(200);
    }

    private void start(Mode mode) throws Exception {
        node = DevnetNode.start(
                new Arguments(0, folder.resolve(mode.word()), 0, TestChain.settings(mode)), TestChain.CLOCK);
        client = new NodeClient(node.uri());
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(until);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
