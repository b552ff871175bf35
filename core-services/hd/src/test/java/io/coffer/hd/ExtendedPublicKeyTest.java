// SPDX-License-Identifier: Apache-2.0
package io.coffer.hd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.vectors.SharedVectors;
import io.coffer.vectors.VectorTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Vectors: bip32.json, from BIP-32 (test vectors 1, 3 and 5). */
class ExtendedPublicKeyTest {
    /** BIP-32, test vector 2, chain m. */
    private static final String VECTOR_2 =
            "xpub661MyMwAqRbcFW31YEwpkMuc5THy2PSt5bDMsktWQcFF8syAmRUapSCGu8ED9W6oDMSgv6Zz8id"
                    + "oc4a6mr8BDzTJY47LJhkJ8UB7WEGuduB";

    /** BIP-32, test vector 2, chain m/0. */
    private static final String VECTOR_2_CHILD_0 =
            "xpub69H7F5d8KSRgmmdJg2KhpAK8SR3DjMwAdkxj3ZuxV27CprR9LgpeyGmXUbC6wb7ERf"
                    + "vrnKZjXoUmmDznezpbZb7ap6r1D3tgFxHmwMkQTPH";

    @VectorTest
    void writesWhatItReads() {
        List<JsonNode> chains = SharedVectors.crypto("bip32.json").findValues("xpub");
        for (JsonNode chain : chains) {
            assertThat(ExtendedPublicKey.parse(chain.asText()).serialize()).isEqualTo(chain.asText());
        }
        SharedVectors.ran(chains.size());
    }

    @VectorTest
    void derivesEveryUnhardenedStepOfTheVectors() throws NoSuchChildException {
        int derived = 0;
        for (JsonNode vector : SharedVectors.crypto("bip32.json").get("valid")) {
            Map<String, String> xpubs = new HashMap<>();
            for (JsonNode chain : vector.get("chains")) {
                String path = chain.get("path").asText();
                String xpub = chain.get("xpub").asText();
                xpubs.put(path, xpub);
                KeyPath steps = KeyPath.parse(path);
                int last = steps.steps().isEmpty()
                        ? KeyPath.HARDENED
                        : steps.steps().get(steps.steps().size() - 1);
                if (!KeyPath.isHardened(last)) {
                    String parent = xpubs.get(path.substring(0, path.lastIndexOf('/')));
                    assertThat(ExtendedPublicKey.parse(parent).child(last).serialize())
                            .as(path)
                            .isEqualTo(xpub);
                    derived++;
                }
            }
        }
        assertThat(derived).isEqualTo(3);
        SharedVectors.ran(derived);
    }

    @Test
    void derivesTheFirstChildOfVector2() throws NoSuchChildException {
        assertThat(ExtendedPublicKey.parse(VECTOR_2).child(0).serialize()).isEqualTo(VECTOR_2_CHILD_0);
    }

    @VectorTest
    void refusesEveryInvalidKeyOfTheVectors() {
        JsonNode invalid = SharedVectors.crypto("bip32.json").get("invalid");
        assertThat(invalid).hasSize(7);
        for (JsonNode entry : invalid) {
            String key = entry.get("key").asText();
            assertThatThrownBy(() -> ExtendedPublicKey.parse(key))
                    .as(entry.get("reason").asText())
                    .isInstanceOf(IllegalArgumentException.class)
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain(key));
        }
        SharedVectors.ran(invalid.size());
    }

    @Test
    void refusesAPrivateKeyAndADamagedOne() {
        String xprv = "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBe"
                + "Jgk33yuGBxrMPHi";
        assertThatThrownBy(() -> ExtendedPublicKey.parse(xprv)).hasMessageContaining("no xpub");
        for (int i = 0; i < VECTOR_2.length(); i++) {
            char other = VECTOR_2.charAt(i) == 'z' ? 'y' : 'z';
            String damaged = VECTOR_2.substring(0, i) + other + VECTOR_2.substring(i + 1);
            assertThatThrownBy(() -> ExtendedPublicKey.parse(damaged)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> ExtendedPublicKey.parse("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ExtendedPublicKey.parse(VECTOR_2 + "1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ExtendedPublicKey.parse(" " + VECTOR_2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void derivesNoHardenedChild() {
        ExtendedPublicKey key = ExtendedPublicKey.parse(VECTOR_2);
        assertThatThrownBy(() -> key.child(KeyPath.HARDENED)).hasMessageContaining("private key");
    }

    @Test
    void printsNoKey() {
        ExtendedPublicKey key = ExtendedPublicKey.parse(VECTOR_2);
        assertThat(key.toString()).contains("depth=0").doesNotContain("xpub");
    }

    @Test
    void namesItsParentByFingerprint() throws NoSuchChildException {
        ExtendedPublicKey parent = ExtendedPublicKey.parse(VECTOR_2);
        ExtendedPublicKey child = parent.child(0);
        // Bytes 5 to 8 of the serialised child, BIP-32 "Serialization format".
        byte[] payload = Base58Check.decode(child.serialize());
        assertThat(java.nio.ByteBuffer.wrap(payload).getInt(5)).isEqualTo(parent.fingerprint());
        assertThat(child.depth()).isEqualTo(1);
        assertThat(child.childNumber()).isZero();
        assertThat(child).isEqualTo(ExtendedPublicKey.parse(VECTOR_2_CHILD_0)).isNotEqualTo(parent);
    }
}
