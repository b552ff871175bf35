// SPDX-License-Identifier: Apache-2.0
package io.coffer.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.hd.Digests;
import io.coffer.vectors.SharedVectors;
import io.coffer.vectors.VectorTest;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors: bip39.json, English, passphrase TREZOR. */
class MnemonicTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final char[] TREZOR = "TREZOR".toCharArray();

    /** The entropy of sixteen zeros, BIP-39's first example. */
    private static final String ZEROS =
            "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon" + " abandon about";

    @VectorTest
    void agreesWithEveryEnglishVector() throws Exception {
        JsonNode vectors = SharedVectors.crypto("bip39.json").get("english");
        assertThat(vectors).hasSize(13);
        for (JsonNode vector : vectors) {
            byte[] entropy = HEX.parseHex(vector.get(0).asText());
            String words = vector.get(1).asText();
            byte[] seed = HEX.parseHex(vector.get(2).asText());
            assertThat(new String(Mnemonic.words(entropy))).isEqualTo(words);
            assertThat(new String(Mnemonic.canonical(words.toCharArray()))).isEqualTo(words);
            assertThat(Mnemonic.seed(words.toCharArray(), TREZOR)).isEqualTo(seed);
            try (PrivateNode master = PrivateNode.master(seed, new SecureRandom())) {
                assertThat(new String(master.serialize()))
                        .isEqualTo(vector.get(3).asText());
            }
        }
        SharedVectors.ran(vectors.size());
    }

    @VectorTest
    void stretchesWordsOfAnyLanguageToTheSameSeed() {
        // The seed depends on the text only; Spanish and the like come in NFKD already.
        for (String language : new String[] {"czech", "italian", "portuguese"}) {
            JsonNode vectors = SharedVectors.crypto("bip39.json").get(language);
            for (JsonNode vector : vectors) {
                assertThat(HEX.formatHex(Mnemonic.seed(vector.get(1).asText().toCharArray(), TREZOR)))
                        .isEqualTo(vector.get(2).asText());
            }
            SharedVectors.ran(vectors.size());
        }
    }

    @Test
    void hasTheOfficialWordList() throws IOException {
        try (InputStream in = WordList.class.getResourceAsStream("en-mnemonic-word-list.txt")) {
            // The list of bitcoin/bips, bip-0039/english.txt.
            assertThat(HEX.formatHex(Digests.sha256(in.readAllBytes())))
                    .isEqualTo("2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda");
        }
    }

    @Test
    void forgivesSpacingAndCapitals() {
        String typed = "\t" + ZEROS.toUpperCase(Locale.ROOT).replace(" ", " \n") + "\r";
        assertThat(new String(Mnemonic.canonical(typed.toCharArray()))).isEqualTo(ZEROS);
    }

    @Test
    void refusesTwoWordsThatChangedPlaces() {
        String words = "legal winner thank year wave sausage worth useful legal winner thank yellow";
        assertThat(Mnemonic.canonical(words.toCharArray())).isNotEmpty();
        String swapped = "winner legal thank year wave sausage worth useful legal winner thank yellow";
        assertThatThrownBy(() -> Mnemonic.canonical(swapped.toCharArray()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("checksum")
                .hasMessageNotContaining("winner");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "abandon",
                "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon",
                "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about about",
                "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon",
                "abando abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about",
                "abandonn abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about",
                "äbandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about",
                "abandon,abandon,abandon,abandon,abandon,abandon,abandon,abandon,abandon,abandon,abandon,about"
            })
    void refusesWhatIsNoMnemonic(String words) {
        assertThatThrownBy(() -> Mnemonic.canonical(words.toCharArray()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("aband");
    }

    @Test
    void refusesTooManyWords() {
        assertThatThrownBy(() -> Mnemonic.canonical("zoo ".repeat(27).toCharArray()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Mnemonic.canonical(" ".repeat(1025).toCharArray()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesEntropyOfFiveLengthsOnly() {
        for (int length = 0; length < 40; length++) {
            byte[] entropy = new byte[length];
            if (length >= 16 && length <= 32 && length % 4 == 0) {
                assertThat(new String(Mnemonic.words(entropy)).split(" ")).hasSize(length * 3 / 4);
            } else {
                assertThatThrownBy(() -> Mnemonic.words(entropy)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }
}
