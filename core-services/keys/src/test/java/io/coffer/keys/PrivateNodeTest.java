// SPDX-License-Identifier: Apache-2.0
package io.coffer.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.hd.ExtendedPublicKey;
import io.coffer.hd.KeyPath;
import io.coffer.vectors.SharedVectors;
import io.coffer.vectors.VectorTest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Vectors: bip32.json (BIP-32, test vectors 1, 3 and 5) and eth_ethers_mnemonics.json. */
class PrivateNodeTest {
    private static final SecureRandom BLINDING = new SecureRandom();
    private static final HexFormat HEX = HexFormat.of();

    @VectorTest
    void derivesEveryKeyOfTheVectors() throws Exception {
        int derived = 0;
        for (JsonNode vector : SharedVectors.crypto("bip32.json").get("valid")) {
            byte[] seed = HEX.parseHex(vector.get("seed").asText());
            for (JsonNode chain : vector.get("chains")) {
                KeyPath path = KeyPath.parse(chain.get("path").asText());
                PrivateNode node = PrivateNode.master(seed, BLINDING).descendant(path);
                assertThat(new String(node.serialize()))
                        .isEqualTo(chain.get("xprv").asText());
                assertThat(node.toPublic().serialize())
                        .isEqualTo(chain.get("xpub").asText());
                PrivateNode read = PrivateNode.parse(chain.get("xprv").asText(), BLINDING);
                assertThat(new String(read.serialize()))
                        .isEqualTo(chain.get("xprv").asText());
                derived++;
            }
        }
        assertThat(derived).isEqualTo(8);
        SharedVectors.ran(derived);
    }

    @VectorTest
    void agreesWithEthersOnItsMnemonics() throws Exception {
        int derived = 0;
        for (JsonNode vector : SharedVectors.crypto("eth_ethers_mnemonics.json")) {
            byte[] seed = HEX.parseHex(vector.get("seed").asText().substring(2));
            try (PrivateNode master = PrivateNode.master(seed, BLINDING)) {
                for (JsonNode expected : vector.get("nodes")) {
                    KeyPath path = KeyPath.parse(expected.get("path").asText());
                    PrivateNode node = master.descendant(path);
                    assertThat(new String(node.serialize()))
                            .isEqualTo(expected.get("xpriv").asText());
                    assertThat(node.toPublic().serialize())
                            .isEqualTo(expected.get("xpub").asText());
                    derived++;
                }
            }
        }
        assertThat(derived).isGreaterThan(500);
        SharedVectors.ran(derived);
    }

    @VectorTest
    void refusesEveryInvalidKeyOfTheVectors() {
        JsonNode invalid = SharedVectors.crypto("bip32.json").get("invalid");
        for (JsonNode entry : invalid) {
            String key = entry.get("key").asText();
            assertThatThrownBy(() -> PrivateNode.parse(key, BLINDING))
                    .as(entry.get("reason").asText())
                    .isInstanceOf(IllegalArgumentException.class)
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain(key));
        }
        SharedVectors.ran(invalid.size());
    }

    @Test
    void givesThePublicChildrenThatThePublicHalfGives() throws Exception {
        PrivateNode account = PrivateNode.master(new byte[64], BLINDING).descendant(KeyPath.parse("m/44'/1'/0'"));
        ExtendedPublicKey half = ExtendedPublicKey.parse(account.toPublic().serialize());
        for (int index = 0; index < 100; index++) {
            assertThat(half.child(0).child(index))
                    .isEqualTo(account.child(0).child(index).toPublic());
        }
    }

    @Test
    void isAllZerosOnceClosed() throws Exception {
        PrivateNode node = PrivateNode.master(new byte[64], BLINDING);
        assertThat(node).hasToString("PrivateNode[depth=0]");
        node.close();
        // What is left to serialise is the version, 73 zeros and the checksum.
        byte[] payload = io.coffer.hd.Base58Check.decode(new String(node.serialize()));
        for (int i = 4; i < payload.length; i++) {
            assertThat(payload[i]).isZero();
        }
    }

    @Test
    void takesSeedsOf16To64Bytes() {
        assertThatThrownBy(() -> PrivateNode.master(new byte[15], BLINDING))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PrivateNode.master(new byte[65], BLINDING))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
