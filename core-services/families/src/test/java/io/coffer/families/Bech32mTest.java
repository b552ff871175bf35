// SPDX-License-Identifier: Apache-2.0
package io.coffer.families;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.spi.chain.InvalidAddressException;
import io.coffer.vectors.SharedVectors;
import io.coffer.vectors.VectorTest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors: bip350_addresses.json, and the list of plain Bech32m strings in BIP-350. */
class Bech32mTest {
    private static final int OP_1 = 0x51;

    @VectorTest
    void readsTheWitnessProgramsOfBip350() throws Exception {
        int read = 0;
        for (JsonNode vector : SharedVectors.crypto("bip350_addresses.json").get("valid")) {
            String address = vector.get("address").asText();
            byte[] script = HexFormat.of().parseHex(vector.get("scriptPubKey").asText());
            if (script[0] == 0) {
                // Version 0 stays with the older checksum, which must not pass here.
                assertThatThrownBy(() -> Bech32m.decode(address)).hasMessageContaining("checksum");
                continue;
            }
            Bech32m.Decoded decoded = Bech32m.decode(address);
            byte[] symbols = decoded.symbols().toArray();
            assertThat(symbols[0]).isEqualTo((byte) (script[0] - OP_1 + 1));
            byte[] program = Arrays.copyOfRange(script, 2, script.length);
            byte[] payload = Arrays.copyOfRange(symbols, 1, symbols.length);
            assertThat(Bech32m.toBytes(payload)).isEqualTo(program);
            assertThat(Bech32m.toSymbols(program)).isEqualTo(payload);
            assertThat(Bech32m.encode(decoded.prefix(), symbols)).isEqualTo(address.toLowerCase(java.util.Locale.ROOT));
            read++;
        }
        assertThat(read).isEqualTo(2);
        SharedVectors.ran(read);
    }

    @VectorTest
    @DisplayName("H29 every invalid address of BIP-350 is refused")
    void h29_refusesEveryInvalidAddressOfBip350() {
        JsonNode invalid = SharedVectors.crypto("bip350_addresses.json").get("invalid");
        assertThat(invalid).hasSize(11);
        for (JsonNode vector : invalid) {
            String address = vector.get("address").asText();
            assertThatThrownBy(() -> witnessProgram(address))
                    .as(vector.get("reason").asText())
                    .isInstanceOf(InvalidAddressException.class);
        }
        SharedVectors.ran(invalid.size());
    }

    /** The rules of BIP-350 on top of the checksum, for versions from 1 on. */
    private static byte[] witnessProgram(String address) throws InvalidAddressException {
        Bech32m.Decoded decoded = Bech32m.decode(address);
        byte[] symbols = decoded.symbols().toArray();
        if (!Set.of("bc", "tb").contains(decoded.prefix())) {
            throw new InvalidAddressException("prefix");
        }
        if (symbols.length == 0 || symbols[0] == 0 || symbols[0] > 16) {
            throw new InvalidAddressException("version");
        }
        return Bech32m.toBytes(Arrays.copyOfRange(symbols, 1, symbols.length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A1LQFN3A",
                "a1lqfn3a",
                "an83characterlonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11sg7hg6",
                "abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx",
                "11llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllludsr8",
                "split1checkupstagehandshakeupstreamerranterredcaperredlc445v",
                "?1v759aa"
            })
    void readsTheValidStringsOfBip350(String text) throws Exception {
        assertThat(Bech32m.decode(text).prefix()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " 1xj0phk",
                "\u007f1g6xzxy",
                "\u00801vctc34",
                "an84characterslonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11d6pts4",
                "qyrz8wqd2c9m",
                "1qyrz8wqd2c9m",
                "y1b0jsk6g",
                "lt1igcx5c0",
                "in1muywd",
                "mm1crxm3i",
                "au1s5cgom",
                "M1VUXWEZ",
                "16plkw9",
                "1p2gdwpf"
            })
    void refusesTheInvalidStringsOfBip350(String text) {
        assertThatThrownBy(() -> Bech32m.decode(text)).isInstanceOf(InvalidAddressException.class);
    }

    @Test
    void readsBackAnyBytes() throws Exception {
        long seed = 20260104;
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            String text = Bech32m.encode("dev", Bech32m.toSymbols(bytes));
            byte[] symbols = Bech32m.decode(text).symbols().toArray();
            assertThat(Bech32m.toBytes(symbols)).as("seed %d, case %d", seed, i).isEqualTo(bytes);
        }
    }
}
