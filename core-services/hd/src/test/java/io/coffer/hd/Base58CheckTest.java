// SPDX-License-Identifier: Apache-2.0
package io.coffer.hd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Base58CheckTest {
    @Test
    void writesTheGenesisAddress() {
        // The address that Bitcoin's block 0 pays: version 0 and the hash160 of its key.
        byte[] payload = HexFormat.of().parseHex("0062e907b15cbf27d5425399ebf6f0fb50ebb88f18");
        assertThat(new String(Base58Check.encode(payload))).isEqualTo("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa");
        assertThat(Base58Check.decode("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")).isEqualTo(payload);
    }

    @Test
    void readsBackAnyPayload() {
        long seed = 20260101;
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            byte[] payload = new byte[random.nextInt(85)];
            random.nextBytes(payload);
            for (int zero = random.nextInt(4); zero > 0 && zero <= payload.length; zero--) {
                payload[zero - 1] = 0;
            }
            String text = new String(Base58Check.encode(payload));
            assertThat(Base58Check.decode(text)).as("seed %d, case %d", seed, i).isEqualTo(payload);
        }
    }

    @Test
    void findsEveryChangedCharacter() {
        String good = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa";
        for (int i = 0; i < good.length(); i++) {
            String bad = good.substring(0, i) + (good.charAt(i) == '2' ? '3' : '2') + good.substring(i + 1);
            assertThatThrownBy(() -> Base58Check.decode(bad)).hasMessage("base58: wrong checksum");
        }
    }

    @Test
    void refusesForeignCharactersAndLengthsWithoutRepeatingThem() {
        assertThatThrownBy(() -> Base58Check.decode("10OIl")).hasMessage("base58: character 1 is not of the alphabet");
        assertThatThrownBy(() -> Base58Check.decode("2")).hasMessage("base58: too short for a checksum");
        assertThatThrownBy(() -> Base58Check.decode("")).hasMessage("base58: too short for a checksum");
        assertThatThrownBy(() -> Base58Check.decode("1".repeat(129))).hasMessage("base58: longer than 128 characters");
    }
}
