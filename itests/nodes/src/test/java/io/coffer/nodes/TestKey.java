// SPDX-License-Identifier: Apache-2.0
package io.coffer.nodes;

import io.coffer.spi.chain.PayloadSignature;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.SigningPayload;
import io.coffer.spi.money.Bytes;
import java.math.BigInteger;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;

/** A private key of a test, which signs with BouncyCastle: web3j, which the adapter uses, has no part in it. */
record TestKey(BigInteger secret) {
    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
    private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);

    PublicKey publicKey() {
        return new PublicKey(PublicKey.Curve.SECP256K1, Bytes.of(point().getEncoded(true)));
    }

    /** RFC 6979, low S, with the recovery id found by trying. */
    PayloadSignature sign(SigningPayload payload) {
        byte[] digest = payload.message().toArray();
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(secret, DOMAIN));
        BigInteger[] parts = signer.generateSignature(digest);
        BigInteger order = CURVE.getN();
        BigInteger s = parts[1].compareTo(order.shiftRight(1)) > 0 ? order.subtract(parts[1]) : parts[1];
        byte[] encoded = new byte[65];
        copy(parts[0], encoded, 0);
        copy(s, encoded, 32);
        encoded[64] = (byte) recoveryId(digest, parts[0], s);
        return new PayloadSignature(payload.index(), publicKey(), Bytes.of(encoded));
    }

    private int recoveryId(byte[] digest, BigInteger r, BigInteger s) {
        BigInteger order = CURVE.getN();
        BigInteger inverse = r.modInverse(order);
        BigInteger ofGenerator = order.subtract(new BigInteger(1, digest).mod(order))
                .multiply(inverse)
                .mod(order);
        BigInteger ofPoint = s.multiply(inverse).mod(order);
        for (int id = 0; id < 2; id++) {
            byte[] compressed = new byte[33];
            compressed[0] = (byte) (2 + id);
            copy(r, compressed, 1);
            ECPoint candidate = CURVE.getCurve().decodePoint(compressed);
            ECPoint key = ECAlgorithms.sumOfTwoMultiplies(CURVE.getG(), ofGenerator, candidate, ofPoint);
            if (key.normalize().equals(point())) {
                return id;
            }
        }
        throw new IllegalStateException("signature does not recover to its key");
    }

    private ECPoint point() {
        return CURVE.getG().multiply(secret).normalize();
    }

    private static void copy(BigInteger number, byte[] target, int at) {
        byte[] content = number.toByteArray();
        int length = Math.min(32, content.length);
        System.arraycopy(content, content.length - length, target, at + 32 - length, length);
    }
}
