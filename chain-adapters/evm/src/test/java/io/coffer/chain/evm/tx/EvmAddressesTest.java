// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.chain.evm.TestKey;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.AddressFormat;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.InvalidAddressException;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.money.Bytes;
import io.coffer.vectors.SharedVectors;
import io.coffer.vectors.VectorTest;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvmAddressesTest {
    private static final ChainId CHAIN = new ChainId("eip155:1");
    private static final String EXAMPLE = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

    private final EvmAddresses addresses = new EvmAddresses(CHAIN);

    @VectorTest
    void derivesTheAddressesOfTheVectorsFromTheirKeys() throws Exception {
        JsonNode vectors = SharedVectors.crypto("eth_ethers_accounts.json");
        assertThat(vectors).hasSize(160);
        for (JsonNode vector : vectors) {
            PublicKey key = TestKey.of(vector.path("privateKey").textValue()).publicKey();
            String expected = vector.path("address").textValue();
            assertThat(addresses.derive(key, AddressFormat.DEFAULT).text())
                    .as(vector.path("name").textValue())
                    .isEqualTo(expected);
            assertThat(addresses.parse(expected).text()).isEqualTo(expected);
        }
        SharedVectors.ran(vectors.size());
    }

    @Test
    @DisplayName("H29 letters of one case carry no checksum and are canonicalised")
    void h29_oneCaseIsCanonicalised() throws InvalidAddressException {
        Address canonical = new Address(CHAIN, EXAMPLE);
        String digits = EXAMPLE.substring(2);
        assertThat(addresses.parse(EXAMPLE)).isEqualTo(canonical);
        assertThat(addresses.parse("0x" + digits.toLowerCase(Locale.ROOT))).isEqualTo(canonical);
        assertThat(addresses.parse("0x" + digits.toUpperCase(Locale.ROOT))).isEqualTo(canonical);
    }

    @Test
    @DisplayName("H29 any single letter in the wrong case breaks the checksum")
    void h29_eachWrongLetterCaseIsRefused() {
        for (int i = 2; i < EXAMPLE.length(); i++) {
            char c = EXAMPLE.charAt(i);
            if (Character.isLetter(c)) {
                char other = Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c);
                String wrong = EXAMPLE.substring(0, i) + other + EXAMPLE.substring(i + 1);
                assertThatThrownBy(() -> addresses.parse(wrong))
                        .as(wrong)
                        .isInstanceOf(InvalidAddressException.class)
                        .hasMessageContaining("EIP-55");
            }
        }
    }

    @ParameterizedTest
    @DisplayName("H29 what is not 0x and 40 digits is refused")
    @ValueSource(
            strings = {
                "",
                "0x",
                "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0X5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed0",
                " 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed\n",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg",
                "0x\uFF15aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "XE86PNSM7R5WX4ZC7VYZXDOEYI0ZBVE0CNR",
                "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8",
                "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed@1"
            })
    void h29_otherFormsAreRefused(String text) {
        assertThatThrownBy(() -> addresses.parse(text)).isInstanceOf(InvalidAddressException.class);
    }

    @Test
    void refusesKeysThatHaveNoAddressHere() {
        PublicKey ed25519 = new PublicKey(PublicKey.Curve.ED25519, Bytes.of(new byte[32]));
        PublicKey noPoint = new PublicKey(PublicKey.Curve.SECP256K1, Bytes.hex("02" + "ff".repeat(32)));
        PublicKey badPrefix = new PublicKey(PublicKey.Curve.SECP256K1, Bytes.hex("05" + "11".repeat(32)));
        for (PublicKey key : new PublicKey[] {ed25519, noPoint, badPrefix}) {
            assertThatIllegalArgumentException().isThrownBy(() -> addresses.derive(key, AddressFormat.DEFAULT));
        }
        PublicKey good = TestKey.of("0x1").publicKey();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> addresses.derive(good, new AddressFormat("p2wpkh")))
                .withMessageContaining("format");
    }

    @Test
    void givesBytesOnlyForCanonicalAddressesOfItsChain() {
        assertThat(addresses.bytes(new Address(CHAIN, EXAMPLE)).toHex())
                .isEqualTo(EXAMPLE.substring(2).toLowerCase(Locale.ROOT));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> addresses.bytes(new Address(CHAIN, EXAMPLE.toLowerCase(Locale.ROOT))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> addresses.bytes(new Address(new ChainId("eip155:5"), EXAMPLE)))
                .withMessageContaining("eip155:5");
    }
}
