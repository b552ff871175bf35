// SPDX-License-Identifier: Apache-2.0
package io.coffer.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.api.signing.VaultException;
import io.coffer.hd.Digests;
import io.coffer.vectors.SharedVectors;
import io.coffer.vectors.VectorTest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;

/** Vectors: wycheproof_aes_gcm.json, and RFC 9106, section 5.3. */
class SealedSeedTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] PASSPHRASE = "correct horse battery".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SEED_BYTES = HEX.parseHex("0123456789abcdef".repeat(8));
    private static final SealedSeed SEALED =
            SealedSeed.seal(SEED_BYTES, 0x0a0b0c0d, PASSPHRASE, PassphraseCost.DEFAULT, new SecureRandom());

    @Test
    void opensWithItsPassphraseOnly() throws VaultException {
        SealedSeed read = SealedSeed.parse(SEALED.encoded());
        assertThat(read.fingerprint()).isEqualTo(0x0a0b0c0d);
        assertThat(read.cost()).isEqualTo(new PassphraseCost(65_536, 3, 4));
        assertThat(read.open(PASSPHRASE)).isEqualTo(SEED_BYTES);
        byte[] wrong = "correct horse batterz".getBytes(StandardCharsets.US_ASCII);
        refuses(VaultException.Kind.WRONG_PASSPHRASE, "passphrase is wrong", () -> read.open(wrong));
    }

    @Test
    void showsNothingOfTheSeedAndNeverTheSameTwice() {
        String file = HEX.formatHex(SEALED.encoded());
        assertThat(file).doesNotContain("0123456789abcdef");
        SealedSeed again =
                SealedSeed.seal(SEED_BYTES, 0x0a0b0c0d, PASSPHRASE, PassphraseCost.DEFAULT, new SecureRandom());
        assertThat(Arrays.copyOfRange(again.encoded(), 19, SealedSeed.BYTES))
                .isNotEqualTo(Arrays.copyOfRange(SEALED.encoded(), 19, SealedSeed.BYTES));
    }

    @Test
    void findsEveryFlippedBitByItsChecksum() {
        byte[] file = SEALED.encoded();
        for (int bit = 0; bit < file.length * 8; bit++) {
            byte[] damaged = file.clone();
            damaged[bit / 8] ^= (byte) (1 << (bit % 8));
            refuses(VaultException.Kind.DAMAGED, "damaged", () -> SealedSeed.parse(damaged));
        }
    }

    @Test
    void findsAForgedHeaderOrCiphertextByTheCipher() throws VaultException {
        // One bit in each authenticated field, and a checksum that fits: fingerprint, iterations, lanes, salt, nonce,
        // seed, tag. The memory is bounded below and has no smaller value to be forged to.
        for (int at : new int[] {9, 12, 17, 18, 19, 34, 35, 46, 47, 110, 111, 126}) {
            byte[] forged = SEALED.encoded();
            forged[at] ^= (byte) (at == 17 ? 7 : 1);
            if (at == 18) {
                forged[at] = 1;
            }
            SealedSeed read = SealedSeed.parse(withChecksum(forged));
            refuses(VaultException.Kind.WRONG_PASSPHRASE, "altered", () -> read.open(PASSPHRASE));
        }
    }

    @Test
    void refusesForgedCostsBeforeItPaysThem() {
        forgedCost(buffer -> buffer.putInt(13, 65_535), "memoryKiB");
        forgedCost(buffer -> buffer.putInt(13, 1_048_577), "memoryKiB");
        forgedCost(buffer -> buffer.putInt(13, -1), "memoryKiB");
        forgedCost(buffer -> buffer.put(17, (byte) 2), "iterations");
        forgedCost(buffer -> buffer.put(17, (byte) 255), "iterations");
        forgedCost(buffer -> buffer.put(18, (byte) 0), "lanes");
        forgedCost(buffer -> buffer.put(18, (byte) 5), "lanes");
    }

    @Test
    void refusesEveryOtherLength() {
        byte[] file = SEALED.encoded();
        for (int length = 0; length <= SealedSeed.BYTES + 1; length++) {
            if (length != SealedSeed.BYTES) {
                byte[] cut = Arrays.copyOf(file, length);
                refuses(VaultException.Kind.DAMAGED, length + " bytes", () -> SealedSeed.parse(cut));
            }
        }
    }

    @Test
    void refusesAnotherVersionByName() {
        byte[] newer = SEALED.encoded();
        newer[8] = 2;
        refuses(VaultException.Kind.DAMAGED, "version is 2", () -> SealedSeed.parse(withChecksum(newer)));
    }

    @VectorTest
    void usesTheCipherThatWycheproofDescribes() throws Exception {
        int valid = 0;
        int invalid = 0;
        for (JsonNode group : SharedVectors.crypto("wycheproof_aes_gcm.json").get("testGroups")) {
            if (group.get("ivSize").asInt() != 96 || group.get("keySize").asInt() != 256) {
                continue;
            }
            for (JsonNode test : group.get("tests")) {
                byte[] key = HEX.parseHex(test.get("key").asText());
                byte[] nonce = HEX.parseHex(test.get("iv").asText());
                byte[] header = HEX.parseHex(test.get("aad").asText());
                byte[] plain = HEX.parseHex(test.get("msg").asText());
                byte[] sealed =
                        HEX.parseHex(test.get("ct").asText() + test.get("tag").asText());
                if (test.get("result").asText().equals("valid")) {
                    assertThat(SealedSeed.gcm(true, key, nonce, header, plain)).isEqualTo(sealed);
                    assertThat(SealedSeed.gcm(false, key, nonce, header, sealed))
                            .isEqualTo(plain);
                    valid++;
                } else {
                    assertThatThrownBy(() -> SealedSeed.gcm(false, key, nonce, header, sealed))
                            .as("tcId %s", test.get("tcId"))
                            .isInstanceOf(org.bouncycastle.crypto.InvalidCipherTextException.class);
                    invalid++;
                }
            }
        }
        assertThat(valid).isEqualTo(28);
        assertThat(invalid).isEqualTo(14);
        SharedVectors.ran(valid + invalid);
    }

    @Test
    void usesTheArgon2idOfTheRfc() {
        // RFC 9106, 5.3: 32 KiB, 3 passes, 4 lanes, password 32 times 01, salt 16 times 02, secret 8 times 03,
        // associated data 12 times 04. Our own costs forbid so little memory, so the library is asked directly.
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(32)
                .withIterations(3)
                .withParallelism(4)
                .withSalt(HEX.parseHex("02".repeat(16)))
                .withSecret(HEX.parseHex("03".repeat(8)))
                .withAdditional(HEX.parseHex("04".repeat(12)))
                .build());
        byte[] tag = new byte[32];
        generator.generateBytes(HEX.parseHex("01".repeat(32)), tag);
        assertThat(HEX.formatHex(tag)).isEqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }

    private static void forgedCost(java.util.function.Consumer<ByteBuffer> forgery, String field) {
        byte[] forged = SEALED.encoded();
        forgery.accept(ByteBuffer.wrap(forged));
        refuses(VaultException.Kind.DAMAGED, field, () -> SealedSeed.parse(withChecksum(forged)));
    }

    private static byte[] withChecksum(byte[] file) {
        System.arraycopy(Digests.sha256(Arrays.copyOf(file, 127)), 0, file, 127, 32);
        return file;
    }

    private static void refuses(VaultException.Kind kind, String part, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(VaultException.class, e -> {
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e).hasMessageContaining(part).hasNoCause();
        });
    }
}
