// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.coffer.chain.evm.TestKey;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.vectors.SharedVectors;
import io.coffer.vectors.VectorTest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.web3j.rlp.RlpEncoder;
import org.web3j.rlp.RlpList;
import org.web3j.rlp.RlpString;
import org.web3j.rlp.RlpType;

class EnvelopeTest {
    private static Bytes bytes(JsonNode hex) {
        return Bytes.hex(hex.textValue().substring(2));
    }

    @VectorTest
    void readsAndWritesTheEnvelopesOfTheVectors() {
        JsonNode vectors = SharedVectors.crypto("eth_ethers_transactions.json");
        assertThat(vectors).hasSize(150);
        for (JsonNode vector : vectors) {
            String name = vector.path("name").textValue();
            Bytes unsigned = bytes(vector.path("unsignedLondon"));
            Bytes signed = bytes(vector.path("signedLondon"));
            Envelope envelope = Envelope.decode(unsigned);
            assertThat(envelope.encoded()).as(name).isEqualTo(unsigned);
            Envelope.Signed decoded = Envelope.decodeSigned(signed);
            assertThat(decoded.envelope().encoded()).as(name).isEqualTo(unsigned);
            assertThat(decoded.encoded()).as(name).isEqualTo(signed);
            CurveKey key = CurveKey.of(
                    TestKey.of(vector.path("privateKey").textValue()).publicKey());
            assertThat(decoded.signer()).as(name).isEqualTo(key);
            assertThat(decoded.signature().r())
                    .isEqualTo(number(vector.path("signatureLondon").path("r")));
            assertThat(decoded.signature().s())
                    .isEqualTo(number(vector.path("signatureLondon").path("s")));
            assertFields(envelope, vector.path("transaction"));
        }
        SharedVectors.ran(vectors.size());
    }

    private static void assertFields(Envelope envelope, JsonNode expected) {
        assertThat(envelope.chainId()).isEqualTo(number(expected.path("chainId")));
        assertThat(envelope.nonce())
                .isEqualTo(BigInteger.valueOf(expected.path("nonce").asLong()));
        assertThat(envelope.tip()).isEqualTo(number(expected.path("maxPriorityFeePerGas")));
        assertThat(envelope.maxFeePerGas()).isEqualTo(number(expected.path("maxFeePerGas")));
        assertThat(envelope.gasLimit()).isEqualTo(number(expected.path("gasLimit")));
        assertThat(envelope.value()).isEqualTo(number(expected.path("value")));
        assertThat(envelope.data()).isEqualTo(expected.has("data") ? bytes(expected.path("data")) : Bytes.EMPTY);
    }

    private static BigInteger number(JsonNode hex) {
        return hex.isMissingNode()
                ? BigInteger.ZERO
                : new BigInteger(hex.textValue().substring(2), 16);
    }

    @VectorTest
    void readsAndWritesTheLegacyEnvelopesOfTheVectors() {
        int done = 0;
        for (JsonNode vector : SharedVectors.crypto("eth_ethers_transactions.json")) {
            if (!vector.path("transaction").has("chainId")) {
                continue;
            }
            String name = vector.path("name").textValue();
            Bytes unsigned = bytes(vector.path("unsignedEip155"));
            Bytes signed = bytes(vector.path("signedEip155"));
            Envelope envelope = Envelope.decode(unsigned);
            assertThat(envelope.type()).as(name).isEqualTo(TransactionType.LEGACY);
            assertThat(envelope.encoded()).as(name).isEqualTo(unsigned);
            Envelope.Signed decoded = Envelope.decodeSigned(signed);
            assertThat(decoded.envelope().encoded()).as(name).isEqualTo(unsigned);
            assertThat(decoded.encoded()).as(name).isEqualTo(signed);
            assertThat(decoded.signer())
                    .as(name)
                    .isEqualTo(CurveKey.of(
                            TestKey.of(vector.path("privateKey").textValue()).publicKey()));
            JsonNode expected = vector.path("transaction");
            assertThat(envelope.chainId()).isEqualTo(number(expected.path("chainId")));
            assertThat(envelope.maxFeePerGas()).isEqualTo(number(expected.path("gasPrice")));
            assertThat(envelope.tip()).isEqualTo(envelope.maxFeePerGas());
            assertThat(envelope.gasLimit()).isEqualTo(number(expected.path("gasLimit")));
            assertThat(envelope.value()).isEqualTo(number(expected.path("value")));
            done++;
        }
        assertThat(done).isEqualTo(85);
        SharedVectors.ran(done);
    }

    @VectorTest
    @DisplayName("H24 a legacy transaction without a chain id is refused")
    void h24_unprotectedLegacyIsRefused() {
        JsonNode vectors = SharedVectors.crypto("eth_ethers_transactions.json");
        for (JsonNode vector : vectors) {
            Bytes unsigned = bytes(vector.path("unsignedLegacy"));
            Bytes signed = bytes(vector.path("signedLegacy"));
            assertThatIllegalArgumentException().isThrownBy(() -> Envelope.decode(unsigned));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Envelope.decodeSigned(signed))
                    .withMessageContaining("chainId: none");
        }
        SharedVectors.ran(vectors.size());
    }

    @VectorTest
    void agreesWithEthereumsOwnTransactionTests() {
        int refused = 0;
        int accepted = 0;
        int otherKinds = 0;
        for (JsonNode file : SharedVectors.crypto("eth_transaction_decode.json")) {
            for (JsonNode test : file.isObject() ? file : JsonNodeFactory.instance.arrayNode()) {
                if (test.isObject() && test.has("txbytes")) {
                    JsonNode results = test.path("result");
                    JsonNode expected = results.has("London") ? results.path("London") : results.path("Shanghai");
                    Bytes encoded = bytes(test.path("txbytes"));
                    if (expected.has("exception")) {
                        assertThatIllegalArgumentException()
                                .as(expected.path("exception").asText())
                                .isThrownBy(() -> asTransfer(encoded));
                        refused++;
                    } else if (isProtected(encoded)) {
                        assertThatIllegalArgumentException().isThrownBy(() -> Envelope.decode(encoded));
                        Envelope.Signed signed = Envelope.decodeSigned(encoded);
                        assertThat(signed.encoded()).isEqualTo(encoded);
                        assertThat("0x" + signed.signer().address().toHex())
                                .isEqualToIgnoringCase(expected.path("sender").asText());
                        accepted++;
                    } else {
                        assertThatIllegalArgumentException().isThrownBy(() -> Envelope.decodeSigned(encoded));
                        otherKinds++;
                    }
                }
            }
        }
        assertThat(refused).isEqualTo(94);
        assertThat(accepted).isGreaterThan(5);
        assertThat(refused + accepted + otherKinds).isEqualTo(117);
        SharedVectors.ran(refused + accepted + otherKinds);
    }

    /** As what the adapter sends is read: the vectors are for mainnet. */
    private static void asTransfer(Bytes encoded) {
        ChainId mainnet = new ChainId("eip155:1");
        NetworkAssetId ether = new NetworkAssetId("eip155:1/slip44:60");
        new EvmTransactions(mainnet, ether, TransactionType.LEGACY, HostedTokens.none())
                .decode(new SignedTx(mainnet, EvmTransactions.id(encoded), encoded));
    }

    /** Whether a valid transaction is of a kind that is read here: with a chain id, and no EIP-2930 access list. */
    private static boolean isProtected(Bytes encoded) {
        if (encoded.at(0) == 1) {
            return false;
        }
        RlpList fields = (RlpList) StrictRlp.decode(encoded.toArray());
        byte[] v = ((RlpString) fields.getValues().get(6)).getBytes();
        return new BigInteger(1, v).compareTo(BigInteger.valueOf(35)) >= 0;
    }

    @VectorTest
    void encodesTheValuesOfTheRlpVectors() {
        JsonNode vectors = SharedVectors.crypto("eth_rlp.json");
        int encoded = 0;
        for (Map.Entry<String, JsonNode> vector : vectors.properties()) {
            if (vector.getValue().isObject()) {
                Bytes expected = bytes(vector.getValue().path("out"));
                RlpType item = item(vector.getValue().path("in"));
                assertThat(Bytes.of(RlpEncoder.encode(item)))
                        .as(vector.getKey())
                        .isEqualTo(expected);
                assertThat(Bytes.of(RlpEncoder.encode(StrictRlp.decode(expected.toArray()))))
                        .as(vector.getKey())
                        .isEqualTo(expected);
                encoded++;
            }
        }
        SharedVectors.ran(encoded);
    }

    private static RlpType item(JsonNode value) {
        if (value.isArray()) {
            List<RlpType> items = new ArrayList<>();
            value.forEach(element -> items.add(item(element)));
            return new RlpList(items);
        }
        if (value.isNumber()) {
            return RlpString.create(value.bigIntegerValue());
        }
        String text = value.textValue();
        return text.startsWith("#")
                ? RlpString.create(new BigInteger(text.substring(1)))
                : RlpString.create(text.getBytes(StandardCharsets.UTF_8));
    }

    @VectorTest
    void refusesTheInvalidRlpOfTheVectors() {
        JsonNode vectors = SharedVectors.crypto("eth_rlp_invalid.json");
        int refused = 0;
        for (JsonNode vector : vectors) {
            if (vector.isObject()) {
                String text = vector.path("out").textValue();
                byte[] encoded = Bytes.hex(text.startsWith("0x") ? text.substring(2) : text)
                        .toArray();
                assertThatIllegalArgumentException().as(text).isThrownBy(() -> StrictRlp.decode(encoded));
                refused++;
            }
        }
        SharedVectors.ran(refused);
    }

    @Test
    void readsNestedListsWithoutExhaustingTheStack() throws InterruptedException {
        byte[] nested = new byte[StrictRlp.MAX_BYTES];
        int length = 0;
        for (int i = nested.length - 1; i >= 3; i -= 3) {
            nested[i - 2] = (byte) 0xf9;
            nested[i - 1] = (byte) (length >> 8);
            nested[i] = (byte) length;
            length += 3;
        }
        assertThat(thrownOnASmallStack(() -> StrictRlp.decode(nested))).isNotInstanceOf(StackOverflowError.class);
        byte[] tooLong = new byte[StrictRlp.MAX_BYTES + 1];
        assertThatIllegalArgumentException().isThrownBy(() -> StrictRlp.decode(tooLong));
    }

    private static Throwable thrownOnASmallStack(Runnable action) throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>(new Exception("nothing was thrown"));
        Thread thread = new Thread(null, action, "small-stack", 512 * 1024);
        thread.setUncaughtExceptionHandler((which, failure) -> thrown.set(failure));
        thread.start();
        thread.join();
        return thrown.get();
    }

    @Test
    void randomlyDamagedEnvelopesAreRefusedOrReadAsWrittenAgain() {
        long seed = 20_260_101L;
        for (TransactionType type : TransactionType.values()) {
            damaged(type, new Random(seed), seed);
        }
    }

    private static void damaged(TransactionType type, Random random, long seed) {
        BigInteger price = BigInteger.valueOf(10_000_000_000L);
        BigInteger tip = type == TransactionType.LEGACY ? price : BigInteger.valueOf(2_000_000_000L);
        Bytes good = new Envelope(
                        type,
                        BigInteger.valueOf(31337),
                        BigInteger.valueOf(7),
                        tip,
                        price,
                        BigInteger.valueOf(21_000),
                        Optional.of(Bytes.hex("5aaeb6053f3e94c9b9a09f33669435e7ef1beaed")),
                        BigInteger.TEN.pow(18),
                        Bytes.EMPTY,
                        new RlpList())
                .encoded();
        assertThat(Envelope.decode(good).encoded()).isEqualTo(good);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = good.toArray();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                assertThat(Envelope.decode(Bytes.of(damaged)).encoded())
                        .as("seed %d round %d", seed, i)
                        .isEqualTo(Bytes.of(damaged));
            } catch (IllegalArgumentException expected) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }
}
