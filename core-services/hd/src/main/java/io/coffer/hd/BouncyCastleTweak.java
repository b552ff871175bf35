// SPDX-License-Identifier: Apache-2.0
package io.coffer.hd;

import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.math.ec.ECPoint;

/** In Java, wherever the node runs. */
public final class BouncyCastleTweak implements KeyTweak {
    @Override
    public Optional<byte[]> add(byte[] publicKey, byte[] tweak) {
        if (tweak.length != TWEAK_BYTES) {
            throw new IllegalArgumentException("tweak: " + tweak.length + " bytes, expected " + TWEAK_BYTES);
        }
        ECPoint point = Secp256k1.point(publicKey);
        BigInteger scalar = new BigInteger(1, tweak);
        if (scalar.compareTo(Secp256k1.N) >= 0) {
            return Optional.empty();
        }
        ECPoint sum = Secp256k1.generator().multiply(scalar).add(point);
        return sum.isInfinity() ? Optional.empty() : Optional.of(Secp256k1.compressed(sum));
    }

    @Override
    public String toString() {
        return "BouncyCastle";
    }
}
