// SPDX-License-Identifier: Apache-2.0
package io.coffer.hd;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.vectors.runner.Cases;
import io.coffer.vectors.runner.Hex;
import io.coffer.vectors.runner.VectorSuite;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/** ECDSA on secp256k1, from Wycheproof; Bitcoin's file takes a high s for malleated. */
public final class SignatureVectors implements VectorSuite {
    private static final String BITCOIN = "wycheproof_ecdsa_secp256k1_sha256_bitcoin.json";

    @Override
    public Set<String> files() {
        return Set.of("wycheproof_ecdsa_secp256k1_sha256.json", BITCOIN);
    }

    @Override
    public void run(String file, JsonNode content, Cases cases) {
        for (JsonNode group : content.path("testGroups")) {
            byte[] key = compressed(Hex.bytes(group.at("/publicKey/uncompressed")));
            for (JsonNode test : group.path("tests")) {
                String name =
                        "tcId " + test.path("tcId") + " " + test.path("comment").textValue();
                boolean valid = test.path("result").textValue().equals("valid");
                cases.check(name, () -> Cases.same(valid, verified(test, key, file.equals(BITCOIN))));
            }
        }
    }

    private static boolean verified(JsonNode test, byte[] key, boolean lowOnly) {
        byte[] digest = Digests.sha256(Hex.bytes(test.path("msg")));
        Optional<BigInteger[]> signature = der(Hex.bytes(test.path("sig")));
        return signature.isPresent()
                && Secp256k1.verify(digest, signature.get()[0], signature.get()[1], key)
                && (!lowOnly || Secp256k1.isLow(signature.get()[1]));
    }

    /** Strict DER, since Wycheproof tests the encoding as well. */
    private static Optional<BigInteger[]> der(byte[] encoded) {
        try {
            return Optional.of(StandardDSAEncoding.INSTANCE.decode(Secp256k1.N, encoded));
        } catch (Exception malformed) {
            return Optional.empty();
        }
    }

    private static byte[] compressed(byte[] uncompressed) {
        byte[] key = new byte[Secp256k1.COMPRESSED_BYTES];
        key[0] = (byte) (2 + (uncompressed[uncompressed.length - 1] & 1));
        System.arraycopy(uncompressed, 1, key, 1, key.length - 1);
        return key;
    }
}
