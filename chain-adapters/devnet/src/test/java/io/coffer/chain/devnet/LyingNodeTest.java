// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import static io.coffer.chain.devnet.ReaderTest.failsAs;
import static io.coffer.chain.devnet.ScriptedNode.HASH;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.coffer.devnet.format.AccountTransaction;
import io.coffer.devnet.format.BlockHeader;
import io.coffer.devnet.format.ChainName;
import io.coffer.devnet.format.Hashes;
import io.coffer.devnet.format.MalformedException;
import io.coffer.devnet.format.Octets;
import io.coffer.devnet.format.SignedTransaction;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.AddressFormat;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockPage;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException.Kind;
import io.coffer.spi.chain.ChainReader;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.FeeUrgency;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.SubmitOutcome;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.TxStatus;
import io.coffer.spi.chain.UnsignedTx;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node could say that is not true, each told as GARBAGE and none believed. */
@Timeout(120)
class LyingNodeTest {
    private static final BlockRef AFTER = new BlockRef(3, "0c".repeat(32));

    private static final Condition<SubmitOutcome> INDETERMINATE =
            new Condition<>(SubmitOutcome.Indeterminate.class::isInstance, "indeterminate");

    private final SignedTransaction payment = new SignedTransaction(
            new AccountTransaction(
                    new ChainName(ScriptedNode.NAME),
                    DevnetTransactions.octets(TestSigner.of(1).key().encoded()),
                    0,
                    BigInteger.TEN,
                    Octets.zeros(20),
                    BigInteger.valueOf(77)),
            List.of(Octets.zeros(64)));
    private final Octets id = payment.transaction().id();

    private ScriptedNode node;
    private AccountDevnet devnet;
    private ChainReader reader;

    @BeforeEach
    void start() throws Exception {
        node = new ScriptedNode();
        devnet = node.account();
        reader = devnet.reader();
    }

    @AfterEach
    void stop() {
        devnet.close();
        node.close();
    }

    @Test
    void aTrueBlockIsTaken() throws Exception {
        block(4, AFTER.hash(), List.of(id), listed("ok"));
        block(5, reader.at(4).hash(), List.of());
        BlockPage page = reader.read(AFTER, 100);
        assertThat(page.events()).hasSize(2);
        assertThat(((BlockEvent.Added) page.events().get(0)).movements())
                .singleElement()
                .satisfies(movement -> assertThat(movement.amount().units()).isEqualTo(77));
    }

    @Test
    void aBlockWhoseHashIsNotThatOfItsHeaderIsGarbage() {
        block(4, AFTER.hash(), List.of(id), listed("ok"));
        String body = node.body("/block/4");
        for (String[] change : new String[][] {
            {"\"timeMs\":1000", "\"timeMs\":1001"},
            {"\"salt\":\"00000000000000ff\"", "\"salt\":\"00000000000000fe\""},
            {AFTER.hash(), "0d".repeat(32)},
        }) {
            assertThat(body).contains(change[0]);
            node.says("/block/4", 200, body.replace(change[0], change[1]));
            failsAs(Kind.GARBAGE, () -> reader.read(AFTER, 1));
        }
    }

    @Test
    void aTransactionThatIsHiddenOrAddedIsGarbage() {
        block(4, AFTER.hash(), List.of(id));
        failsAs(Kind.GARBAGE, () -> reader.read(AFTER, 1));
        block(4, AFTER.hash(), List.of(), listed("ok"));
        failsAs(Kind.GARBAGE, () -> reader.read(AFTER, 1));
    }

    @Test
    void aTransactionThatIsNotWhatItIsListedAsIsGarbage() {
        for (String listed : List.of(
                listed("ok").replace(id.toHex(), "00".repeat(32)),
                listed("good"),
                listed("ok").replace("0000004d", "0000004e"),
                listed("ok").replace("\"raw\":\"01", "\"raw\":\"03"),
                listed("ok").replace("036c6162", "036c6163"),
                listed("ok").replace("\"raw\"", "\"row\""),
                "7")) {
            assertThat(listed).isNotEqualTo(listed("ok"));
            block(4, AFTER.hash(), List.of(id), listed);
            failsAs(Kind.GARBAGE, () -> reader.read(AFTER, 1));
        }
    }

    @Test
    void aBlockOfAnotherHeightIsGarbage() {
        block(4, AFTER.hash(), List.of());
        node.says("/block/6", 200, node.body("/block/4"));
        failsAs(Kind.GARBAGE, () -> reader.at(6));
    }

    @Test
    void whatDoesNotFollowEndsThePage() throws Exception {
        block(4, AFTER.hash(), List.of());
        block(5, "0d".repeat(32), List.of());
        assertThat(reader.read(AFTER, 100).events()).hasSize(1);
    }

    @Test
    void aBlockThatDisappearsWhileItIsReadIsBehindAndNotRemoved() {
        node.says("/block/4", 404, "{\"error\":{\"code\":\"unknown-block\",\"message\":\"\"}}");
        node.says("/block/3", 404, "{\"error\":{\"code\":\"unknown-block\",\"message\":\"\"}}");
        failsAs(Kind.BEHIND, () -> reader.read(AFTER, 1));
    }

    @ParameterizedTest
    @CsvSource({"404, unknown-call", "400, malformed", "503, stopped", "500, oops", "302, moved"})
    void anErrorThatSaysSomethingElseIsRefused(int status, String code) {
        String error = "{\"error\":{\"code\":\"" + code + "\",\"message\":\"\\u001b[31m\"}}";
        node.says("/tx/" + id, status, error);
        node.says("/block/4", status, error);
        failsAs(Kind.REFUSED, () -> reader.status(new TxId(id.toHex())));
        failsAs(Kind.REFUSED, () -> reader.at(4));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{}",
                "{\"error\":7}",
                "{\"error\":{\"code\":\"Not A Code\",\"message\":\"\"}}",
                "<html>404</html>",
                "{\"error\":{\"code\":\"unknown-tx\"}}{}"
            })
    void anErrorThatIsNoneIsGarbageAndNotUnknown(String body) {
        node.says("/tx/" + id, 404, body);
        failsAs(Kind.GARBAGE, () -> reader.status(new TxId(id.toHex())));
    }

    @Test
    void aStatusIsBelievedOnlyForTheseBytes() throws Exception {
        String mined =
                status("mined", "10", payment.encoded().toHex(), "\"block\":{\"height\":4,\"hash\":\"" + HASH + "\"},");
        node.says("/tx/" + id, 200, mined);
        assertThat(reader.status(new TxId(id.toHex())))
                .isEqualTo(new TxStatus.Mined(
                        new BlockRef(4, HASH), true, devnet.transactions().amount(BigInteger.TEN)));
        for (String lie : List.of(
                mined.replace("\"fee\":\"10\"", "\"fee\":\"11\""),
                mined.replace("\"fee\":\"10\"", "\"fee\":10"),
                mined.replace("\"id\":\"" + id, "\"id\":\"" + "00".repeat(32)),
                mined.replace("0000004d", "0000004e"),
                mined.replace("mined", "included"),
                mined.replace("\"height\":4", "\"height\":0"),
                mined.replace("\"height\":4", "\"height\":-4"),
                mined.replace("\"height\":4", "\"height\":9223372036854775808"),
                mined.replace(HASH, HASH.substring(2)),
                mined.replace("\"block\":", "\"black\":"))) {
            assertThat(lie).isNotEqualTo(mined);
            node.says("/tx/" + id, 200, lie);
            failsAs(Kind.GARBAGE, () -> reader.status(new TxId(id.toHex())));
        }
    }

    @Test
    void holdingsAreBelievedOnlyForTheAddressAskedFor() {
        Address alice = devnet.addresses().derive(TestSigner.of(1).key(), AddressFormat.DEFAULT);
        Address bob = devnet.addresses().derive(TestSigner.of(2).key(), AddressFormat.DEFAULT);
        for (String holdings : List.of(
                "{\"address\":\"" + bob + "\",\"balance\":\"1\",\"nonce\":\"1\"}",
                "{\"address\":\"" + alice + "\",\"balance\":\"1\",\"nonce\":\"-1\"}",
                "{\"address\":\"" + alice + "\",\"balance\":\"1\",\"nonce\":\"9223372036854775808\"}",
                "{\"address\":\"" + alice + "\",\"balance\":\"1\",\"nonce\":1}")) {
            node.says("/address/" + alice, 200, holdings);
            failsAs(Kind.GARBAGE, () -> devnet.minedSequence(alice));
        }
    }

    @Test
    void aFeeMustBeAWholeNumber() {
        for (String fees : List.of(
                "{\"minFee\":\"1.5\",\"suggested\":\"2\"}",
                "{\"minFee\":\"-1\",\"suggested\":\"2\"}",
                "{\"minFee\":1,\"suggested\":2}",
                "{\"minFee\":\"1\"}")) {
            node.says("/fees", 200, fees);
            failsAs(Kind.GARBAGE, () -> devnet.fees().quote(FeeUrgency.NORMAL));
        }
    }

    @Test
    @DisplayName("H14 only a clear answer about these very bytes is more than indeterminate")
    void h14_anUnclearAnswerToASubmissionIsIndeterminate() {
        TestSigner alice = TestSigner.of(1);
        Address to = devnet.addresses().derive(alice.key(), AddressFormat.DEFAULT);
        TransferIntent transfer =
                new TransferIntent(to, devnet.transactions().amount(BigInteger.TEN), Optional.empty());
        FeeQuote fee = new FeeQuote(devnet.descriptor().nativeAsset().id(), BigInteger.ONE, BigInteger.ZERO, 1);
        UnsignedTx unsigned = devnet.assemble(List.of(transfer), alice.key(), 0, fee);
        SignedTx signed =
                devnet.codec().combine(unsigned, alice.signAll(devnet.codec().payloads(unsigned)));
        String accepted = "{\"id\":\"" + signed.id() + "\",\"result\":\"accepted\"}";
        assertThat(submitted(signed, 200, accepted)).isEqualTo(new SubmitOutcome.Accepted());
        assertThat(submitted(signed, 409, error("spent-input")))
                .isEqualTo(new SubmitOutcome.Rejected("spent-input", false));
        assertThat(submitted(signed, 400, error("bad-signature")))
                .isEqualTo(new SubmitOutcome.Rejected("bad-signature", true));
        assertThat(submitted(signed, 200, accepted.replace(signed.id().text(), id.toHex())))
                .is(INDETERMINATE);
        assertThat(submitted(signed, 200, accepted.replace("accepted", "perhaps")))
                .is(INDETERMINATE);
        assertThat(submitted(signed, 200, "{}")).is(INDETERMINATE);
        assertThat(submitted(signed, 200, "")).is(INDETERMINATE);
        assertThat(submitted(signed, 409, accepted)).is(INDETERMINATE);
        assertThat(submitted(signed, 409, error("something-new"))).is(INDETERMINATE);
        assertThat(submitted(signed, 503, error("stopped"))).is(INDETERMINATE);
        assertThat(submitted(signed, 502, "<html>Bad Gateway</html>")).is(INDETERMINATE);
        node.does("/tx", HttpExchange::close);
        int before = node.asked("/tx");
        assertThat(devnet.broadcaster().submit(signed)).is(INDETERMINATE);
        assertThat(node.asked("/tx")).isEqualTo(before + 1);
    }

    @Test
    void anotherGenesisIsAnotherChain() throws Exception {
        assertThat(reader.head().height()).isEqualTo(5);
        node.says("/chain", 200, ScriptedNode.chain("devnet:lab", "account", 5).replaceFirst(HASH, "cd".repeat(32)));
        failsAs(Kind.WRONG_CHAIN, reader::head);
        node.head(6);
        assertThat(reader.head().height()).isEqualTo(6);
    }

    @Test
    void textOfTheNodeIsCleanedBeforeItIsRepeated() {
        node.says("/chain", 200, ScriptedNode.chain("devnet:\\u001b[31m" + "x".repeat(5_000), "account", 5));
        failsAs(Kind.WRONG_CHAIN, reader::head);
    }

    @Test
    void textThatIsNoJsonIsCleanedBeforeItIsRepeated() {
        node.says("/chain", 200, "\u00e9\u4e2d".repeat(200));
        failsAs(Kind.GARBAGE, reader::head);
    }

    @Test
    void anAnswerWithoutEndIsCutOff() {
        node.does("/block/4", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                byte[] blanks = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
                for (int i = 0; i < 2_000; i++) {
                    out.write(blanks);
                }
            }
        });
        failsAs(Kind.GARBAGE, () -> reader.at(4));
    }

    @Test
    void anAnswerThatTricklesIsTooLate() throws Exception {
        node.does("/block/4", LyingNodeTest::trickle);
        try (AccountDevnet hasty = new AccountDevnet(node.settings("account", 300))) {
            failsAs(Kind.TIMEOUT, () -> hasty.reader().at(4));
        }
    }

    @Test
    void anInterruptedCallEndsAtOnce() throws Exception {
        node.does("/block/4", LyingNodeTest::trickle);
        Thread.currentThread().interrupt();
        failsAs(Kind.TIMEOUT, () -> reader.at(4));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void afterTheEndNothingIsAskedAnyMore() {
        devnet.close();
        int before = node.asked("/chain");
        failsAs(Kind.UNREACHABLE, reader::head);
        assertThat(node.asked("/chain")).isEqualTo(before);
    }

    @Test
    void redirectsAreNotFollowed() {
        node.does("/block/4", exchange -> {
            exchange.getResponseHeaders().add("Location", "/block/3");
            exchange.sendResponseHeaders(302, -1);
        });
        block(3, HASH, List.of());
        failsAs(Kind.GARBAGE, () -> reader.at(4));
        assertThat(node.asked("/block/3")).isZero();
    }

    private SubmitOutcome submitted(SignedTx signed, int status, String body) {
        node.says("/tx", status, body);
        return devnet.broadcaster().submit(signed);
    }

    private static String error(String code) {
        return "{\"error\":{\"code\":\"" + code + "\",\"message\":\"\"}}";
    }

    private void block(long height, String previous, List<Octets> ids, String... transactions) {
        BlockHeader header;
        try {
            header = new BlockHeader(
                    height, Octets.hex(previous, Hashes.SHA256_LENGTH), 1_000, 0xff, BlockHeader.merkle(ids));
        } catch (MalformedException wrong) {
            throw new AssertionError(wrong);
        }
        node.says("/block/" + height, 200, """
                {"height":%d,"hash":"%s","previous":"%s","timeMs":1000,"salt":"00000000000000ff","transactions":[%s]}""".formatted(
                        height, header.hash(), previous, String.join(",", transactions)));
    }

    private String listed(String status) {
        return "{\"id\":\"%s\",\"status\":\"%s\",\"raw\":\"%s\"}".formatted(id, status, payment.encoded());
    }

    private String status(String state, String fee, String raw, String more) {
        return "{\"id\":\"%s\",\"state\":\"%s\",%s\"confirmations\":2,\"fee\":\"%s\",\"raw\":\"%s\"}"
                .formatted(id, state, more, fee, raw);
    }

    /** A byte now and then, for longer than anyone waits. */
    private static void trickle(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            for (int i = 0; i < 600; i++) {
                out.write(' ');
                out.flush();
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
