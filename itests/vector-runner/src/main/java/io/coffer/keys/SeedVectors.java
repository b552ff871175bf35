// SPDX-License-Identifier: Apache-2.0
package io.coffer.keys;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.hd.ExtendedPublicKey;
import io.coffer.hd.KeyPath;
import io.coffer.vectors.runner.Cases;
import io.coffer.vectors.runner.Hex;
import io.coffer.vectors.runner.VectorSuite;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Map;
import java.util.Set;

/** Words, seeds and extended keys: BIP-39 and BIP-32. */
public final class SeedVectors implements VectorSuite {
    private static final String BIP32 = "bip32.json";
    private static final String BIP39 = "bip39.json";
    private static final String MNEMONICS = "eth_ethers_mnemonics.json";

    /** The passphrase of all vectors of BIP-39. */
    private static final String TREZOR = "TREZOR";

    private final SecureRandom blinding = new SecureRandom();

    @Override
    public Set<String> files() {
        return Set.of(BIP32, BIP39, MNEMONICS);
    }

    @Override
    public void run(String file, JsonNode content, Cases cases) {
        switch (file) {
            case BIP32 -> extendedKeys(content, cases);
            case BIP39 -> words(content, cases);
            default -> mnemonics(content, cases);
        }
    }

    private void extendedKeys(JsonNode content, Cases cases) {
        for (JsonNode vector : content.path("valid")) {
            byte[] seed = Hex.bytes(vector.path("seed"));
            for (JsonNode chain : vector.path("chains")) {
                String path = chain.path("path").textValue();
                cases.check(
                        vector.path("id") + " " + path,
                        () -> extendedKey(
                                seed,
                                path,
                                chain.path("xprv").textValue(),
                                chain.path("xpub").textValue()));
            }
        }
        for (JsonNode vector : content.path("invalid")) {
            String key = vector.path("key").textValue();
            cases.refused(vector.path("reason").textValue(), IllegalArgumentException.class, () -> {
                if (key.startsWith("xpub")) {
                    ExtendedPublicKey.parse(key);
                } else {
                    PrivateNode.parse(key, blinding).close();
                }
            });
        }
    }

    private void extendedKey(byte[] seed, String path, String xprv, String xpub) throws Exception {
        try (PrivateNode master = PrivateNode.master(seed, blinding)) {
            PrivateNode node = master.descendant(KeyPath.parse(path));
            Cases.same(xprv, new String(node.serialize()));
            Cases.same(xpub, node.toPublic().serialize());
            Cases.same(xprv, new String(PrivateNode.parse(xprv, blinding).serialize()));
            Cases.same(xpub, ExtendedPublicKey.parse(xpub).serialize());
        }
    }

    private void words(JsonNode content, Cases cases) {
        for (Map.Entry<String, JsonNode> language : content.properties()) {
            int number = 0;
            for (JsonNode vector : language.getValue()) {
                cases.check(language.getKey() + " " + number++, () -> {
                    if (language.getKey().equals("english")) {
                        english(vector.get(0), vector.get(1).textValue());
                    }
                    byte[] seed = seed(vector.get(1).textValue(), TREZOR);
                    Cases.same(vector.get(2).textValue(), Hex.text(seed));
                    try (PrivateNode master = PrivateNode.master(seed, blinding)) {
                        Cases.same(vector.get(3).textValue(), new String(master.serialize()));
                    }
                });
            }
        }
    }

    /** The vault writes and reads English words only; a seed it makes of any. */
    private static void english(JsonNode entropy, String words) {
        Cases.same(words, new String(Mnemonic.words(Hex.bytes(entropy))));
        Cases.same(words, new String(Mnemonic.canonical(words.toCharArray())));
    }

    private void mnemonics(JsonNode content, Cases cases) {
        for (JsonNode vector : content) {
            cases.check(vector.path("name").textValue(), () -> {
                String phrase = new String(Hex.bytes(vector.path("phrase")), StandardCharsets.UTF_8);
                String password = new String(Hex.bytes(vector.path("password")), StandardCharsets.UTF_8);
                if (vector.path("locale").textValue().equals("en")) {
                    english(vector.path("entropy"), phrase);
                }
                byte[] seed = seed(phrase, password);
                Cases.same(Hex.text(Hex.bytes(vector.path("seed"))), Hex.text(seed));
                for (JsonNode node : vector.path("nodes")) {
                    extendedKey(
                            seed,
                            node.path("path").textValue(),
                            node.path("xpriv").textValue(),
                            node.path("xpub").textValue());
                }
            });
        }
    }

    /** BIP-39 wants both in NFKD, which is for whoever takes them from a person to see to. */
    private static byte[] seed(String words, String passphrase) {
        return Mnemonic.seed(nfkd(words), nfkd(passphrase));
    }

    private static char[] nfkd(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKD).toCharArray();
    }
}
