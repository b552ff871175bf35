// SPDX-License-Identifier: Apache-2.0
package io.coffer.keys;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.families.Eip155Codec;
import io.coffer.hd.Secp256k1;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.money.Bytes;
import io.coffer.vectors.runner.Cases;
import io.coffer.vectors.runner.Hex;
import io.coffer.vectors.runner.VectorSuite;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Set;

/** Private keys and their addresses on Ethereum, by the vault's arithmetic and the node's own codec. */
public final class AccountVectors implements VectorSuite {
    private static final ChainId CHAIN = new ChainId("eip155:1");

    private final SecureRandom blinding = new SecureRandom();
    private final Eip155Codec codec = new Eip155Codec();

    @Override
    public Set<String> files() {
        return Set.of("eth_ethers_accounts.json");
    }

    @Override
    public void run(String file, JsonNode content, Cases cases) {
        for (JsonNode vector : content) {
            cases.check(vector.path("name").textValue(), () -> {
                Address expected = new Address(CHAIN, vector.path("address").textValue());
                Cases.same(expected, codec.address(CHAIN, publicKey(Hex.bytes(vector.path("privateKey")))));
                Cases.same(expected, codec.parse(CHAIN, expected.text()));
                Cases.same(expected, codec.parse(CHAIN, expected.text().toLowerCase(Locale.ROOT)));
            });
        }
    }

    private PublicKey publicKey(byte[] secret) {
        try (Scalar scalar = Scalar.reduced(secret)) {
            byte[] point = Secp256k1.compressed(scalar.timesGenerator(blinding));
            return new PublicKey(PublicKey.Curve.SECP256K1, Bytes.of(point));
        }
    }
}
