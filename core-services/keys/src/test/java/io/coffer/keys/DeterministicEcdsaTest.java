// SPDX-License-Identifier: Apache-2.0
package io.coffer.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.hd.Digests;
import io.coffer.hd.Secp256k1;
import io.coffer.vectors.SharedVectors;
import io.coffer.vectors.VectorTest;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.junit.jupiter.api.Test;

/** Vectors: eth_ethers_transactions.json, whose signatures are deterministic. */
class DeterministicEcdsaTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final DeterministicEcdsa ECDSA = new DeterministicEcdsa(new SecureRandom());

    @VectorTest
    void signsAsEthersDoes() {
        int signed = 0;
        for (JsonNode vector : SharedVectors.crypto("eth_ethers_transactions.json")) {
            byte[] key = hex(vector.get("privateKey"));
            for (String kind : new String[] {"Legacy", "Eip155", "Berlin", "London", "Cancun"}) {
                JsonNode expected = vector.get("signature" + kind);
                String unsigned = vector.get("unsigned" + kind).asText();
                if (!unsigned.startsWith("0x")) {
                    continue;
                }
                byte[] digest = Digests.keccak256(HEX.parseHex(unsigned.substring(2)));
                byte[] signature = ECDSA.sign(digest, key, publicKey(key));
                assertThat(Arrays.copyOf(signature, 32)).isEqualTo(hex(expected.get("r")));
                assertThat(Arrays.copyOfRange(signature, 32, 64)).isEqualTo(hex(expected.get("s")));
                assertThat((int) signature[64]).isEqualTo(parity(expected));
                signed++;
            }
        }
        assertThat(signed).isGreaterThan(500);
        SharedVectors.ran(signed);
    }

    @Test
    void h48_sameMessageSameSignature() {
        byte[] key = HEX.parseHex("11".repeat(32));
        byte[] digest = Digests.sha256("once".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        byte[] first = ECDSA.sign(digest, key, publicKey(key));
        for (int i = 0; i < 20; i++) {
            // Another source of blinding, as after a virtual machine was forked or restored.
            DeterministicEcdsa other = new DeterministicEcdsa(new SecureRandom());
            assertThat(other.sign(digest, key, publicKey(key))).isEqualTo(first);
        }
    }

    @Test
    void h48_noTwoMessagesShareANonce() {
        Set<BigInteger> seen = new HashSet<>();
        for (int keyNumber = 1; keyNumber <= 4; keyNumber++) {
            byte[] key = Secp256k1.unsigned32(BigInteger.valueOf(keyNumber * 7919L));
            byte[] publicKey = publicKey(key);
            for (int message = 0; message < 500; message++) {
                // The same messages for every key: a nonce must not depend on the message alone.
                byte[] digest =
                        Digests.sha256(ByteBuffer.allocate(4).putInt(message).array());
                byte[] signature = ECDSA.sign(digest, key, publicKey);
                BigInteger s = new BigInteger(1, signature, 32, 32);
                assertThat(Secp256k1.isLow(s)).isTrue();
                assertThat(seen.add(new BigInteger(1, signature, 0, 32)))
                        .as("r of key %d, message %d is new", keyNumber, message)
                        .isTrue();
            }
        }
        assertThat(seen).hasSize(2_000);
    }

    @Test
    void agreesWithBouncyCastleOnRandomKeysAndEdges() {
        long seed = 20260103;
        Random random = new Random(seed);
        ECDomainParameters domain =
                new ECDomainParameters(Secp256k1.generator().getCurve(), Secp256k1.generator(), Secp256k1.N);
        for (int i = 0; i < 200; i++) {
            byte[] key = Secp256k1.unsigned32(new BigInteger(255, random).add(BigInteger.ONE));
            byte[] digest = new byte[32];
            // All ones is above the order: RFC 6979, 2.3.4 reduces it.
            Arrays.fill(digest, (byte) -1);
            if (i > 0) {
                random.nextBytes(digest);
            }
            ECDSASigner reference = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
            reference.init(true, new ECPrivateKeyParameters(new BigInteger(1, key), domain));
            BigInteger[] expected = reference.generateSignature(digest);
            BigInteger lowS = Secp256k1.isLow(expected[1]) ? expected[1] : Secp256k1.N.subtract(expected[1]);
            byte[] signature = ECDSA.sign(digest, key, publicKey(key));
            assertThat(new BigInteger(1, signature, 0, 32))
                    .as("seed %d, case %d", seed, i)
                    .isEqualTo(expected[0]);
            assertThat(new BigInteger(1, signature, 32, 32)).isEqualTo(lowS);
        }
    }

    @Test
    void dropsASignatureThatDoesNotVerify() {
        byte[] key = HEX.parseHex("22".repeat(32));
        byte[] foreign = publicKey(HEX.parseHex("33".repeat(32)));
        assertThatThrownBy(() -> ECDSA.sign(new byte[32], key, foreign))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("did not verify");
    }

    private static int parity(JsonNode signature) {
        String v = signature.get("v").asText();
        long value = v.startsWith("0x") ? Long.parseLong(v.substring(2), 16) : Long.parseLong(v);
        if (value < 2) {
            return (int) value;
        }
        return (int) (value < 35 ? value - 27 : (value - 35) % 2);
    }

    private static byte[] publicKey(byte[] key) {
        return Secp256k1.compressed(
                Secp256k1.generator().multiply(new BigInteger(1, key)).normalize());
    }

    private static byte[] hex(JsonNode prefixed) {
        return HEX.parseHex(prefixed.asText().substring(2));
    }
}
