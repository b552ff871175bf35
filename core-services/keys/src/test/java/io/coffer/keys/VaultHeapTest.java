// SPDX-License-Identifier: Apache-2.0
package io.coffer.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.hd.KeyPath;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Looks for secrets in dumps of the whole heap, in every form in which the code could hold them. With the collector
 * that the launcher gives the node: others leave gaps with what a moved object had left there, and dump them.
 */
class VaultHeapTest {
    private static final String WORDS = "hamster diagram private dutch cause delay private meat slide toddler razor"
            + " book happy fancy gospel tennis maple dilemma loan word shrug inflict delay length";
    private static final String PASSPHRASE = "no-such-phrase-elsewhere-7431";

    /** Enough to be no accident, and short enough to find the half of a secret. */
    private static final int PIECE = 16;

    @TempDir
    Path folder;

    @Test
    @DisplayName("H49 while the vault is sealed, no secret is on the heap")
    void h49_sealedHeapHoldsNoSecret() throws Exception {
        Path file = folder.resolve("vault");
        run(file);
        Map<String, byte[]> lasting = new LinkedHashMap<>();
        Map<String, byte[]> passing = new LinkedHashMap<>();
        collectSecrets(SealedSeed.parse(Files.readAllBytes(file)), lasting, passing);
        byte[] unsealed = Files.readAllBytes(folder.resolve("unsealed.hprof"));
        byte[] sealed = Files.readAllBytes(folder.resolve("sealed.hprof"));

        // The search finds what must be there, or it would prove nothing.
        assertThat(found(unsealed, lasting)).contains("master key", "master chain code", "branch key");
        assertThat(found(unsealed, passing)).as("needed for a moment only").isEmpty();
        assertThat(found(sealed, lasting)).isEmpty();
        assertThat(found(sealed, passing)).isEmpty();
    }

    private void run(Path file) throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path log = folder.resolve("log");
        Process probe = new ProcessBuilder(
                        java.toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx240m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        VaultHeapProbe.class.getName(),
                        file.toString(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try (OutputStream in = probe.getOutputStream()) {
            in.write((WORDS + "\n" + PASSPHRASE + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        boolean ended = probe.waitFor(60, TimeUnit.SECONDS);
        if (!ended) {
            probe.destroyForcibly();
        }
        assertThat(ended).isTrue();
        assertThat(Files.readString(log)).endsWith("SEALED\n").doesNotContain(PASSPHRASE, "hamster", "xprv");
        assertThat(probe.exitValue()).isZero();
    }

    private static void collectSecrets(SealedSeed file, Map<String, byte[]> lasting, Map<String, byte[]> passing)
            throws Exception {
        SecureRandom random = new SecureRandom();
        byte[] passphrase = PASSPHRASE.getBytes(StandardCharsets.US_ASCII);
        byte[] seed = Mnemonic.seed(WORDS.toCharArray(), new char[0]);
        assertThat(file.open(passphrase)).isEqualTo(seed);
        passing.put("words", WORDS.substring(0, 40).getBytes(StandardCharsets.US_ASCII));
        passing.put("words as characters", WORDS.substring(0, 40).getBytes(StandardCharsets.UTF_16BE));
        passing.put("passphrase", passphrase);
        passing.put("passphrase as characters", PASSPHRASE.getBytes(StandardCharsets.UTF_16BE));
        passing.put("seed", seed);
        passing.put("file key", file.cost().key(passphrase, Arrays.copyOfRange(file.encoded(), 19, 35)));
        PrivateNode master = PrivateNode.master(seed, random);
        lasting.put("master key", key(master));
        lasting.put("master chain code", chainCode(master));
        PrivateNode account = master.descendant(KeyPath.parse("m/44'/1'/1'"));
        passing.put("account key", key(account));
        lasting.put("branch key", key(account.child(0)));
        passing.put("signing key", key(account.child(0).child(3)));
        lasting.put("branch key of deposits", key(master.descendant(KeyPath.parse("m/44'/60'/0'/0"))));
    }

    /** Bytes 46 to 77 of the serialised form are the key, 13 to 44 the chain code. */
    private static byte[] key(PrivateNode node) {
        return Arrays.copyOfRange(io.coffer.hd.Base58Check.decode(new String(node.serialize())), 46, 78);
    }

    private static byte[] chainCode(PrivateNode node) {
        return Arrays.copyOfRange(io.coffer.hd.Base58Check.decode(new String(node.serialize())), 13, 45);
    }

    private static List<String> found(byte[] dump, Map<String, byte[]> secrets) {
        List<String> found = new ArrayList<>();
        secrets.forEach((name, secret) -> {
            for (byte[] form : forms(secret)) {
                for (int from = 0; from + PIECE <= form.length; from += PIECE) {
                    if (holds(dump, Arrays.copyOfRange(form, from, from + PIECE)) && !found.contains(name)) {
                        found.add(name);
                    }
                }
            }
        });
        return found;
    }

    /** As it is; as little-endian ints and longs; as words in falling order; and as the two pads of HMAC. */
    private static List<byte[]> forms(byte[] secret) {
        byte[] whole = Arrays.copyOf(secret, secret.length / PIECE * PIECE);
        byte[] inner = whole.clone();
        byte[] outer = whole.clone();
        for (int i = 0; i < whole.length; i++) {
            inner[i] ^= 0x36;
            outer[i] ^= 0x5c;
        }
        return List.of(whole, swapped(whole, 4), swapped(whole, 8), reversedWords(whole), inner, outer);
    }

    private static byte[] swapped(byte[] bytes, int width) {
        byte[] result = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            result[i] = bytes[i / width * width + width - 1 - i % width];
        }
        return result;
    }

    private static byte[] reversedWords(byte[] bytes) {
        byte[] result = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i += 4) {
            System.arraycopy(bytes, bytes.length - 4 - i, result, i, 4);
        }
        return result;
    }

    private static boolean holds(byte[] dump, byte[] piece) {
        for (int at = 0; at + piece.length <= dump.length; at++) {
            if (dump[at] == piece[0] && Arrays.equals(dump, at, at + piece.length, piece, 0, piece.length)) {
                return true;
            }
        }
        return false;
    }
}
