// SPDX-License-Identifier: Apache-2.0
package io.coffer.families;

import io.coffer.hd.Secp256k1;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.money.Bytes;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;

/** Signs for tests, by the library's own signer: the vault is not involved. */
final class Signatures {
    private static final ECDomainParameters DOMAIN =
            new ECDomainParameters(Secp256k1.generator().getCurve(), Secp256k1.generator(), Secp256k1.N);

    private Signatures() {}

    static PublicKey publicKey(long secret) {
        return new PublicKey(
                PublicKey.Curve.SECP256K1,
                Bytes.of(Secp256k1.compressed(Secp256k1.generator()
                        .multiply(BigInteger.valueOf(secret))
                        .normalize())));
    }

    /** r, s, recovery id. */
    static Bytes sign(Bytes digest, long secret) {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(BigInteger.valueOf(secret), DOMAIN));
        BigInteger[] rs = signer.generateSignature(digest.toArray());
        BigInteger s = Secp256k1.isLow(rs[1]) ? rs[1] : Secp256k1.N.subtract(rs[1]);
        byte[] signature = Arrays.copyOf(Secp256k1.unsigned32(rs[0]), 65);
        System.arraycopy(Secp256k1.unsigned32(s), 0, signature, 32, 32);
        byte[] key = publicKey(secret).encoded().toArray();
        while (!Arrays.equals(
                Secp256k1.recover(digest.toArray(), rs[0], s, signature[64]).orElse(null), key)) {
            signature[64]++;
        }
        return Bytes.of(signature);
    }
}
