// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.format;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;

/** Public keys and signatures on secp256k1 (SEC 2). */
public final class Secp256k1 {
    public static final int PUBLIC_KEY_LENGTH = 33;
    public static final int SIGNATURE_LENGTH = 64;

    private static final X9ECParameters PARAMETERS = CustomNamedCurves.getByName("secp256k1");

    /** The curve as BouncyCastle names it. */
    public static final ECDomainParameters CURVE =
            new ECDomainParameters(PARAMETERS.getCurve(), PARAMETERS.getG(), PARAMETERS.getN(), PARAMETERS.getH());

    private static final BigInteger HALF_ORDER = CURVE.getN().shiftRight(1);

    private Secp256k1() {}

    /** Whether these bytes look like a compressed point: 33 of them, the first 2 or 3. */
    static boolean hasKeyShape(Octets key) {
        return key.length() == PUBLIC_KEY_LENGTH && (key.at(0) == 2 || key.at(0) == 3);
    }

    /** Whether these are the 33 bytes of a compressed point on the curve. */
    public static boolean isPublicKey(Octets key) {
        if (!hasKeyShape(key)) {
            return false;
        }
        try {
            CURVE.validatePublicPoint(CURVE.getCurve().decodePoint(key.toArray()));
            return true;
        } catch (IllegalArgumentException notOnCurve) {
            return false;
        }
    }

    /** Whether {@code signature} is r|s with low S and signs {@code digest} by {@code key}. */
    public static boolean isSigned(Octets key, Octets digest, Octets signature) {
        if (signature.length() != SIGNATURE_LENGTH || !isPublicKey(key)) {
            return false;
        }
        byte[] both = signature.toArray();
        BigInteger r = new BigInteger(1, Arrays.copyOfRange(both, 0, SIGNATURE_LENGTH / 2));
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(both, SIGNATURE_LENGTH / 2, SIGNATURE_LENGTH));
        if (s.compareTo(HALF_ORDER) > 0) {
            return false;
        }
        ECDSASigner verifier = new ECDSASigner();
        verifier.init(false, new ECPublicKeyParameters(CURVE.getCurve().decodePoint(key.toArray()), CURVE));
        return verifier.verifySignature(digest.toArray(), r, s);
    }
}
