// SPDX-License-Identifier: Apache-2.0
package io.coffer.hd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.vectors.SharedVectors;
import io.coffer.vectors.VectorTest;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.junit.jupiter.api.Test;

/** Vectors: Wycheproof, ecdsa_secp256k1_sha256 and its variant for Bitcoin. */
class Secp256k1Test {
    private static final HexFormat HEX = HexFormat.of();

    @VectorTest
    void agreesWithWycheproofOnEverySignature() {
        int[] seen = agree("wycheproof_ecdsa_secp256k1_sha256.json", false);
        assertThat(seen[0]).isGreaterThan(100);
        assertThat(seen[1]).isGreaterThan(100);
    }

    @VectorTest
    void agreesWithWycheproofOnLowS() {
        int[] seen = agree("wycheproof_ecdsa_secp256k1_sha256_bitcoin.json", true);
        assertThat(seen[0]).isGreaterThan(100);
        assertThat(seen[1]).isGreaterThan(100);
    }

    private static int[] agree(String file, boolean lowOnly) {
        int[] seen = new int[2];
        for (JsonNode group : SharedVectors.crypto(file).get("testGroups")) {
            byte[] uncompressed =
                    HEX.parseHex(group.at("/publicKey/uncompressed").asText());
            byte[] key = compress(uncompressed);
            for (JsonNode test : group.get("tests")) {
                byte[] digest = Digests.sha256(HEX.parseHex(test.get("msg").asText()));
                boolean valid = test.get("result").asText().equals("valid");
                Optional<BigInteger[]> signature =
                        der(HEX.parseHex(test.get("sig").asText()));
                boolean verified = signature.isPresent()
                        && Secp256k1.verify(
                                digest, signature.get()[0], signature.get()[1], key)
                        && (!lowOnly || Secp256k1.isLow(signature.get()[1]));
                assertThat(verified)
                        .as("tcId %s %s", test.get("tcId"), test.get("comment"))
                        .isEqualTo(valid);
                if (valid) {
                    assertThat(recoverable(digest, signature.orElseThrow(), key))
                            .as("recovery of tcId %s", test.get("tcId"))
                            .isTrue();
                }
                seen[valid ? 0 : 1]++;
            }
        }
        SharedVectors.ran(seen[0] + seen[1]);
        return seen;
    }

    private static boolean recoverable(byte[] digest, BigInteger[] signature, byte[] key) {
        for (int recovery = 0; recovery < 4; recovery++) {
            Optional<byte[]> signer = Secp256k1.recover(digest, signature[0], signature[1], recovery);
            if (signer.isPresent() && java.util.Arrays.equals(signer.get(), key)) {
                return true;
            }
        }
        return false;
    }

    /** Strict DER, since Wycheproof also tests the encoding. */
    private static Optional<BigInteger[]> der(byte[] encoded) {
        try {
            return Optional.of(StandardDSAEncoding.INSTANCE.decode(Secp256k1.N, encoded));
        } catch (Exception e) {
            return Optional.empty();
        }
    }

    private static byte[] compress(byte[] uncompressed) {
        byte[] key = new byte[Secp256k1.COMPRESSED_BYTES];
        key[0] = (byte) (2 + (uncompressed[64] & 1));
        System.arraycopy(uncompressed, 1, key, 1, 32);
        return key;
    }

    @Test
    void readsCompressedPointsOnly() {
        byte[] generator = Secp256k1.compressed(Secp256k1.generator());
        assertThat(Secp256k1.point(generator)).isEqualTo(Secp256k1.generator());
        assertThat(Secp256k1.coordinates(generator)).hasSize(64);
        byte[] uncompressed = Secp256k1.generator().getEncoded(false);
        assertThatThrownBy(() -> Secp256k1.point(uncompressed)).isInstanceOf(IllegalArgumentException.class);
        for (int prefix : new int[] {0, 1, 4, 5, 6, 7, 0xff}) {
            byte[] other = generator.clone();
            other[0] = (byte) prefix;
            assertThatThrownBy(() -> Secp256k1.point(other)).isInstanceOf(IllegalArgumentException.class);
        }
        // x = 5 has no point on the curve, and x = p is out of the field.
        assertThatThrownBy(() -> Secp256k1.point(HEX.parseHex("02" + "00".repeat(31) + "05")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Secp256k1.point(HEX.parseHex("02" + "ff".repeat(27) + "fefffffc2f")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fixesValuesTo32Bytes() {
        assertThat(Secp256k1.unsigned32(BigInteger.ZERO)).isEqualTo(new byte[32]);
        BigInteger most = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
        assertThat(HEX.formatHex(Secp256k1.unsigned32(most))).isEqualTo("ff".repeat(32));
        assertThatThrownBy(() -> Secp256k1.unsigned32(most.add(BigInteger.ONE)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Secp256k1.unsigned32(BigInteger.ONE.negate()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hashesAsSpecified() {
        // The empty input: FIPS 180-4 example, Keccak team's test file, and Bitcoin's hash160 of nothing.
        assertThat(HEX.formatHex(Digests.sha256(new byte[0])))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(HEX.formatHex(Digests.keccak256(new byte[0])))
                .isEqualTo("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
        assertThat(HEX.formatHex(Digests.hash160(new byte[0]))).isEqualTo("b472a266d0bd89c13706a4132ccfb16f7c3b9fcb");
        assertThat(Digests.sha256d(new byte[0])).isEqualTo(Digests.sha256(Digests.sha256(new byte[0])));
    }
}
