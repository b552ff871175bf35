// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.chain.evm.TestKey;
import io.coffer.spi.money.Bytes;
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
    void refusesWhatEthereumsOwnTransactionTestsRefuseAndAllOtherTypes() {
        JsonNode vectors = SharedVectors.crypto("eth_transaction_decode.json");
        int refused = 0;
        for (JsonNode file : vectors) {
            if (file.isObject()) {
                for (JsonNode test : file) {
                    if (test.isObject() && test.has("txbytes")) {
                        Bytes encoded = bytes(test.path("txbytes"));
                        assertThatIllegalArgumentException().isThrownBy(() -> Envelope.decodeSigned(encoded));
                        assertThatIllegalArgumentException().isThrownBy(() -> Envelope.decode(encoded));
                        refused++;
                    }
                }
            }
        }
        assertThat(refused).isEqualTo(117);
        SharedVectors.ran(refused);
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
        Random random = new Random(seed);
        Bytes good = new Envelope(
                        BigInteger.valueOf(31337),
                        BigInteger.valueOf(7),
                        BigInteger.valueOf(2_000_000_000L),
                        BigInteger.valueOf(10_000_000_000L),
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
