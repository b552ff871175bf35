// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The addresses were computed by a program that shares nothing with this one (docs/devnet-format.md). */
class DevnetAddressTest {
    private static final String KEY_1 = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
    private static final String ADDRESS_1 = "dev1qw508d6qejxtdg4y5r3zarvary0c5xw7ky2eh0v";

    @ParameterizedTest
    @CsvSource({
        "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798,"
                + " dev1qw508d6qejxtdg4y5r3zarvary0c5xw7ky2eh0v",
        "02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5,"
                + " dev1qq6hag67dl53wl99vzg42z8eyzfz2xlkvw5g3kc"
    })
    void anAddressIsTheHashOfTheKey(String key, String address) throws Exception {
        Octets hash = Hashes.hash160(Octets.hex(key));
        assertThat(DevnetAddress.of(hash)).isEqualTo(address);
        assertThat(DevnetAddress.parse(address)).isEqualTo(hash);
    }

    @Test
    void theHashOfTheFirstKeyIsTheWellKnownOne() throws Exception {
        assertThat(Hashes.hash160(Octets.hex(KEY_1)).toHex()).isEqualTo("751e76e8199196d454941c45d1b3a323f1433bd6");
    }

    @Test
    @DisplayName("H29 all upper case is the same address")
    void h29_upperCaseIsCanonicalised() throws Exception {
        Octets hash = DevnetAddress.parse(ADDRESS_1.toUpperCase(Locale.ROOT));
        assertThat(DevnetAddress.of(hash)).isEqualTo(ADDRESS_1);
    }

    @ParameterizedTest
    @DisplayName(
            "H29 mixed case, Bech32 checksum, other version, other prefix, wrong length and foreign characters are refused")
    @ValueSource(
            strings = {
                "dev1Qw508d6qejxtdg4y5r3zarvary0c5xw7ky2eh0v",
                "DEV1qw508d6qejxtdg4y5r3zarvary0c5xw7ky2eh0v",
                "dev1qw508d6qejxtdg4y5r3zarvary0c5xw7k3kfm2w",
                "dev1pw508d6qejxtdg4y5r3zarvary0c5xw7k05wuz8",
                "dex1qw508d6qejxtdg4y5r3zarvary0c5xw7ky2eh0v",
                "dev1qw508d6qejxtdg4y5r3zarvary0c5xw7ky2eh0",
                "dev1qw508d6qejxtdg4y5r3zarvary0c5xw7ky2eh0vv",
                "dev1qw508d6qejxtdg4y5r3zarvary0c5xw7ky2eh0b",
                "dev1qw508d6qejxtdg4y5r3zarvary0c5xw7ky2eh0ı",
                " ev1qw508d6qejxtdg4y5r3zarvary0c5xw7ky2eh0v",
                ""
            })
    void h29_whatIsNotCanonicalIsRefused(String text) {
        assertThatThrownBy(() -> DevnetAddress.parse(text))
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith("address: ");
    }

    @Test
    @DisplayName("H29 every single wrong character is noticed")
    void h29_aChangedCharacterIsNoticed() {
        String symbols = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
        for (int at = 4; at < ADDRESS_1.length(); at++) {
            for (int symbol = 0; symbol < symbols.length(); symbol++) {
                char other = symbols.charAt(symbol);
                if (other != ADDRESS_1.charAt(at)) {
                    String changed = ADDRESS_1.substring(0, at) + other + ADDRESS_1.substring(at + 1);
                    assertThatThrownBy(() -> DevnetAddress.parse(changed)).isInstanceOf(MalformedException.class);
                }
            }
        }
    }

    @Test
    void everyHashComesBack() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = new byte[20];
            random.nextBytes(bytes);
            Octets hash = Octets.of(bytes);
            assertThat(DevnetAddress.parse(DevnetAddress.of(hash))).isEqualTo(hash);
        }
    }
}
