// SPDX-License-Identifier: Apache-2.0
package io.coffer.hd.libsecp256k1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.hd.BouncyCastleTweak;
import io.coffer.hd.ExtendedPublicKey;
import io.coffer.hd.KeyPath;
import io.coffer.hd.KeyTweak;
import io.coffer.hd.NoSuchChildException;
import io.coffer.hd.Secp256k1;
import io.coffer.vectors.SharedVectors;
import io.coffer.vectors.VectorTest;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** libsecp256k1 and BouncyCastle, side by side. Vectors: bip32.json, from BIP-32 (test vectors 1 and 3). */
@EnabledIf("io.coffer.hd.libsecp256k1.LibraryFile#isForThisMachine")
class NativeTweakTest {
    private static final int RANDOM_KEYS = 10_000;
    private static final HexFormat HEX = HexFormat.of();
    private static final KeyTweak IN_JAVA = new BouncyCastleTweak();
    private static final byte[] GENERATOR = Secp256k1.compressed(Secp256k1.generator());
    private static final byte[] LAST = Secp256k1.unsigned32(Secp256k1.N.subtract(BigInteger.ONE));

    private static KeyTweak natively;

    @BeforeAll
    static void load() {
        natively = CurveLibrary.open(LibraryFile.path()).tweak();
        assertThat(natively).isInstanceOf(NativeTweak.class);
    }

    @VectorTest
    void derivesEveryUnhardenedStepOfTheVectors() throws NoSuchChildException {
        int derived = 0;
        for (JsonNode vector : SharedVectors.crypto("bip32.json").get("valid")) {
            Map<String, String> xpubs = new HashMap<>();
            for (JsonNode chain : vector.get("chains")) {
                String path = chain.get("path").asText();
                xpubs.put(path, chain.get("xpub").asText());
                List<Integer> steps = KeyPath.parse(path).steps();
                if (!steps.isEmpty() && !KeyPath.isHardened(steps.get(steps.size() - 1))) {
                    String parent = xpubs.get(path.substring(0, path.lastIndexOf('/')));
                    assertThat(ExtendedPublicKey.parse(parent)
                                    .child(steps.get(steps.size() - 1), natively)
                                    .serialize())
                            .as(path)
                            .isEqualTo(xpubs.get(path));
                    derived++;
                }
            }
        }
        assertThat(derived).isEqualTo(3);
        SharedVectors.ran(derived);
    }

    @Test
    void derivesTheSameChildrenAsBouncyCastleOfRandomKeys() throws NoSuchChildException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < RANDOM_KEYS; i++) {
            byte[] chainCode = new byte[32];
            random.nextBytes(chainCode);
            ExtendedPublicKey parent =
                    ExtendedPublicKey.of(3, random.nextInt(), random.nextInt(), chainCode, key(random));
            int index = random.nextInt() & Integer.MAX_VALUE;
            assertThat(parent.child(index, natively).serialize())
                    .as("seed %d, key %d", seed, i)
                    .isEqualTo(parent.child(index).serialize());
        }
    }

    @Test
    void addsTheSameAtTheEdges() {
        for (byte[] tweak : List.of(new byte[32], scalar(1), scalar(2), LAST)) {
            for (byte[] key : List.of(key(scalar(1)), key(scalar(2)), key(scalar(3)))) {
                assertThat(natively.add(key, tweak)).usingRecursiveComparison().isEqualTo(IN_JAVA.add(key, tweak));
            }
        }
        // A tweak of nothing adds nothing, and a key may be doubled.
        assertThat(natively.add(GENERATOR, new byte[32])).contains(GENERATOR);
        assertThat(natively.add(GENERATOR, scalar(1))).contains(key(scalar(2)));
    }

    @Test
    void refusesATweakThatIsNotBelowTheOrder() {
        byte[] order = Secp256k1.unsigned32(Secp256k1.N);
        byte[] above = Secp256k1.unsigned32(Secp256k1.N.add(BigInteger.ONE));
        byte[] most = HEX.parseHex("ff".repeat(32));
        for (KeyTweak arithmetic : List.of(natively, IN_JAVA)) {
            for (byte[] tweak : List.of(order, above, most)) {
                assertThat(arithmetic.add(GENERATOR, tweak))
                        .as("%s", arithmetic)
                        .isEmpty();
            }
            assertThat(arithmetic.add(key(scalar(2)), LAST))
                    .as("%s", arithmetic)
                    .contains(GENERATOR);
        }
    }

    @Test
    void refusesTheKeyAtInfinity() {
        // G + (n-1)·G, and the same for another key.
        byte[] minusSeven = Secp256k1.unsigned32(Secp256k1.N.subtract(BigInteger.valueOf(7)));
        for (KeyTweak arithmetic : List.of(natively, IN_JAVA)) {
            assertThat(arithmetic.add(GENERATOR, LAST)).as("%s", arithmetic).isEmpty();
            assertThat(arithmetic.add(key(scalar(7)), minusSeven))
                    .as("%s", arithmetic)
                    .isEmpty();
        }
    }

    @Test
    void refusesWhatIsNoCompressedKey() {
        byte[] uncompressed = Secp256k1.generator().getEncoded(false);
        byte[] hybrid = uncompressed.clone();
        hybrid[0] = (byte) (6 + (hybrid[64] & 1));
        List<byte[]> wrong = List.of(
                uncompressed,
                hybrid,
                new byte[0],
                new byte[33],
                HEX.parseHex("02" + "00".repeat(31) + "05"),
                HEX.parseHex("02" + "ff".repeat(27) + "fefffffc2f"),
                HEX.parseHex("05" + HEX.formatHex(GENERATOR).substring(2)));
        for (KeyTweak arithmetic : List.of(natively, IN_JAVA)) {
            for (byte[] key : wrong) {
                assertThatThrownBy(() -> arithmetic.add(key, scalar(1)))
                        .as("%s", arithmetic)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith("public key: ");
            }
            assertThatThrownBy(() -> arithmetic.add(GENERATOR, new byte[31]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("tweak: ");
        }
    }

    private static byte[] scalar(int value) {
        return Secp256k1.unsigned32(BigInteger.valueOf(value));
    }

    private static byte[] key(byte[] privateKey) {
        return Secp256k1.compressed(Secp256k1.generator().multiply(new BigInteger(1, privateKey)));
    }

    /** Half of all x have a point. */
    private static byte[] key(Random random) {
        byte[] key = new byte[Secp256k1.COMPRESSED_BYTES];
        while (true) {
            random.nextBytes(key);
            key[0] = (byte) (2 + (key[0] & 1));
            try {
                Secp256k1.point(key);
                return key;
            } catch (IllegalArgumentException noPoint) {
                // The next may have one.
            }
        }
    }
}
