// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import static io.coffer.chain.evm.ScriptedNode.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.SubmitOutcome;
import io.coffer.spi.chain.SubmitOutcome.Accepted;
import io.coffer.spi.chain.SubmitOutcome.AlreadyKnown;
import io.coffer.spi.chain.SubmitOutcome.Indeterminate;
import io.coffer.spi.chain.SubmitOutcome.Rejected;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvmBroadcasterTest {
    private static final String SEND = "eth_sendRawTransaction";
    private static final NetworkAssetId COIN = new NetworkAssetId("eip155:31337/slip44:60");

    private NodeFixture fixture;
    private ScriptedNode node;
    private SignedTx transaction;

    @BeforeEach
    void start() throws Exception {
        fixture = new NodeFixture();
        node = fixture.node;
        transaction = signed();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private SignedTx signed() throws Exception {
        TestKey key = TestKey.of("0x1234");
        TransferIntent transfer = new TransferIntent(
                fixture.adapter.addresses().parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
                Amount.of(COIN, 5),
                Optional.empty());
        FeeQuote fee = new FeeQuote(COIN, BigInteger.TEN, BigInteger.ONE, 21_000);
        UnsignedTx unsigned = fixture.adapter.assemble(List.of(transfer), key.publicKey(), 3, fee);
        var codec = fixture.adapter.codec();
        return codec.combine(unsigned, List.of(key.sign(codec.payloads(unsigned).get(0))));
    }

    private SubmitOutcome submit() {
        return fixture.adapter.broadcaster().submit(transaction);
    }

    @Test
    void isAcceptedIfTheNodeAnswersWithTheIdOfTheBytes() {
        AtomicReference<String> sent = new AtomicReference<>();
        node.on(SEND, params -> {
            sent.set(params.get(0).textValue());
            return json("'" + transaction.id() + "'");
        });
        assertThat(submit()).isEqualTo(new Accepted());
        assertThat(sent.get()).isEqualTo("0x" + transaction.encoded().toHex());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'0x0000000000000000000000000000000000000000000000000000000000000001'",
                "null",
                "true",
                "{}",
                "''"
            })
    void isIndeterminateIfTheNodeAnswersWithAnythingElse(String result) {
        node.result(SEND, json(result));
        assertThat(submit()).isInstanceOf(Indeterminate.class);
    }

    @ParameterizedTest
    @CsvSource({
        "replacement transaction underpriced, replacement-underpriced, false",
        "nonce too low: next nonce 5, nonce-too-low, false",
        "OldNonce, nonce-too-low, false",
        "'insufficient funds for gas * price + value: balance 0, tx cost 5', insufficient-funds, false",
        "transaction underpriced: tip needed 1, underpriced, false",
        "max fee per gas less than block base fee, underpriced, false",
        "txpool is full, pool-full, false",
        "exceeds block gas limit, gas-limit, false",
        "nonce too high, nonce-too-high, false",
        "'intrinsic gas too low: have 21000, want 53000', intrinsic-gas, true",
        "invalid sender, invalid-signature, true",
        "invalid chain id for signer, invalid-chain-id, true"
    })
    void isRejectedIfTheNodeSaysWhy(String message, String code, boolean permanent) {
        node.error(SEND, -32000, message);
        assertThat(submit()).isEqualTo(new Rejected(code, permanent));
    }

    @ParameterizedTest
    @ValueSource(strings = {"already known", "ALREADY_EXISTS: already known", "AlreadyKnown", "Known transaction"})
    void isAlreadyKnownIfTheNodeSaysSo(String message) {
        node.error(SEND, -32000, message);
        assertThat(submit()).isEqualTo(new AlreadyKnown());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonce too low", "replacement transaction underpriced"})
    @DisplayName("H14 a used sequence was perhaps used by these very bytes: then they are known, not rejected")
    void h14_ownMinedTransactionIsKnown(String message) {
        node.error(SEND, -32000, message);
        node.on("eth_getTransactionByHash", params -> json("{'hash':" + params.get(0) + "}"));
        assertThat(submit()).isEqualTo(new AlreadyKnown());
    }

    @Test
    @DisplayName("H14 refused and then silent about whether it knows the bytes: nothing is known")
    void h14_unansweredLookUpIsIndeterminate() {
        node.error(SEND, -32000, "nonce too low");
        node.error("eth_getTransactionByHash", -32000, "header not found");
        assertThat(submit()).isInstanceOf(Indeterminate.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"internal error", "", "timeout", "unknown transaction type", "could not forward to sequencer"})
    void isIndeterminateIfTheNodesWordsAreNotUnderstood(String message) {
        node.error(SEND, -32000, message);
        assertThat(submit()).isInstanceOf(Indeterminate.class);
    }

    @Test
    void isIndeterminateAndSentOnceIfTheConnectionBreaks() {
        assertThat(submit()).isInstanceOf(Indeterminate.class);
        long before = node.timesAsked(SEND);
        node.on(SEND, params -> {
            throw new IllegalStateException("the scripted node drops the connection");
        });
        assertThat(submit()).isInstanceOf(Indeterminate.class);
        assertThat(node.timesAsked(SEND)).isEqualTo(before + 1);
    }

    @Test
    void isIndeterminateOnAnyHttpErrorOrGarbage() {
        for (int status : new int[] {400, 403, 429, 500, 502, 302}) {
            node.body(status, "{}");
            assertThat(submit()).isInstanceOf(Indeterminate.class);
        }
        node.body(200, "<html>");
        assertThat(submit()).isInstanceOf(Indeterminate.class);
    }

    @Test
    void sendsNothingToANodeOfAnotherChain() {
        node.result("eth_chainId", json("'0x1'"));
        SubmitOutcome outcome = submit();
        assertThat(outcome).isInstanceOf(Indeterminate.class);
        assertThat(((Indeterminate) outcome).reason()).contains("WRONG_CHAIN");
        assertThat(node.timesAsked(SEND)).isZero();
    }

    @Test
    void asksForTheChainBeforeEachTransaction() {
        node.result(SEND, json("'" + transaction.id() + "'"));
        submit();
        node.result("eth_chainId", json("'0x1'"));
        assertThat(submit()).isInstanceOf(Indeterminate.class);
        assertThat(node.timesAsked(SEND)).isEqualTo(1);
    }

    @Test
    void refusesBytesThatAreNoTransferOfThisChain() {
        SignedTx renamed = new SignedTx(transaction.chain(), new TxId("0x" + "00".repeat(32)), transaction.encoded());
        SignedTx junk = new SignedTx(transaction.chain(), transaction.id(), Bytes.hex("0102"));
        SignedTx elsewhere = new SignedTx(new ChainId("eip155:1"), transaction.id(), transaction.encoded());
        for (SignedTx bad : List.of(renamed, junk, elsewhere)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> fixture.adapter.broadcaster().submit(bad));
        }
        assertThat(node.timesAsked(SEND)).isZero();
    }
}
