// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.tx;

import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.money.Bytes;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.math.ec.ECPoint;
import org.web3j.crypto.ECDSASignature;
import org.web3j.crypto.Sign;
import org.web3j.utils.Numeric;

/**
 * A public key on secp256k1 as Ethereum hashes it.
 *
 * @param coordinates x and y, 32 bytes each, without the prefix of SEC 1
 */
record CurveKey(Bytes coordinates) {
    private static final int COORDINATES_LENGTH = 64;
    private static final int ADDRESS_LENGTH = 20;

    /** @throws IllegalArgumentException if {@code key} is of another curve or no point of it */
    static CurveKey of(PublicKey key) {
        if (key.curve() != PublicKey.Curve.SECP256K1) {
            throw new IllegalArgumentException("key: " + key.curve() + " is not SECP256K1");
        }
        try {
            ECPoint point =
                    Sign.CURVE_PARAMS.getCurve().decodePoint(key.encoded().toArray());
            return new CurveKey(Bytes.of(Arrays.copyOfRange(point.getEncoded(false), 1, 1 + COORDINATES_LENGTH)));
        } catch (IllegalArgumentException noPoint) {
            throw new IllegalArgumentException("key: not a point of secp256k1", noPoint);
        }
    }

    /**
     * The key whose signature of {@code digest} this is (SEC 1, 4.1.6).
     *
     * @throws IllegalArgumentException if no key can have made it
     */
    static CurveKey recover(Bytes digest, SignatureParts signature) {
        BigInteger key;
        try {
            key = Sign.recoverFromSignature(
                    signature.recoveryId(), new ECDSASignature(signature.r(), signature.s()), digest.toArray());
        } catch (RuntimeException noPoint) {
            throw new IllegalArgumentException("signature: r is no point of secp256k1", noPoint);
        }
        if (key == null) {
            throw new IllegalArgumentException("signature: no key can have made it");
        }
        return new CurveKey(Bytes.of(Numeric.toBytesPadded(key, COORDINATES_LENGTH)));
    }

    /** The last 20 bytes of the hash. */
    Bytes address() {
        byte[] hash = Keccak.hash(coordinates.toArray());
        return Bytes.of(Arrays.copyOfRange(hash, hash.length - ADDRESS_LENGTH, hash.length));
    }
}
