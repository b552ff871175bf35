// SPDX-License-Identifier: Apache-2.0
package io.coffer.hd;

import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;

/** What can be computed on secp256k1 (SEC 2) from public values: decode a key, verify a signature, recover a signer. */
public final class Secp256k1 {
    public static final int COMPRESSED_BYTES = 33;

    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");

    /** The order of the group. */
    public static final BigInteger N = CURVE.getN();

    private static final BigInteger HALF_N = N.shiftRight(1);

    private Secp256k1() {}

    public static ECPoint generator() {
        return CURVE.getG();
    }

    /**
     * The point that {@code compressed} names.
     *
     * @throws IllegalArgumentException unless it is 33 bytes, starts with 02 or 03 and lies on the curve
     */
    public static ECPoint point(byte[] compressed) {
        if (compressed.length != COMPRESSED_BYTES || (compressed[0] != 2 && compressed[0] != 3)) {
            throw new IllegalArgumentException("public key: not 33 bytes that start with 02 or 03");
        }
        try {
            // The group has cofactor 1: a point of the curve other than infinity is a point of the group.
            return CURVE.getCurve().decodePoint(compressed);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("public key: not a point of secp256k1", e);
        }
    }

    public static byte[] compressed(ECPoint point) {
        return point.getEncoded(true);
    }

    /** The 64 bytes of the two coordinates, without a prefix. */
    public static byte[] coordinates(byte[] compressed) {
        byte[] prefixed = point(compressed).getEncoded(false);
        byte[] coordinates = new byte[prefixed.length - 1];
        System.arraycopy(prefixed, 1, coordinates, 0, coordinates.length);
        return coordinates;
    }

    /** Whether a value is in the lower half of the group's order (BIP-62 rule 5, EIP-2). */
    public static boolean isLow(BigInteger s) {
        return s.compareTo(HALF_N) <= 0;
    }

    /** Whether {@code r}, {@code s} is a signature of {@code digest} (32 bytes) by {@code compressed} (SEC 1, 4.1.4). */
    public static boolean verify(byte[] digest, BigInteger r, BigInteger s, byte[] compressed) {
        if (!inRange(r) || !inRange(s)) {
            return false;
        }
        BigInteger inverse = s.modInverse(N);
        BigInteger u1 = new BigInteger(1, digest).multiply(inverse).mod(N);
        BigInteger u2 = r.multiply(inverse).mod(N);
        ECPoint sum = ECAlgorithms.sumOfTwoMultiplies(generator(), u1, point(compressed), u2)
                .normalize();
        return !sum.isInfinity() && sum.getAffineXCoord().toBigInteger().mod(N).equals(r);
    }

    /**
     * The compressed key that made this signature (SEC 1, 4.1.6), or empty if there is none.
     *
     * @param recovery 0 to 3: bit 0 is the parity of the nonce point's y, bit 1 says that its x was reduced by the order
     */
    public static Optional<byte[]> recover(byte[] digest, BigInteger r, BigInteger s, int recovery) {
        if (!inRange(r) || !inRange(s) || recovery < 0 || recovery > 3) {
            return Optional.empty();
        }
        BigInteger x = (recovery & 2) == 0 ? r : r.add(N);
        if (x.compareTo(CURVE.getCurve().getField().getCharacteristic()) >= 0) {
            return Optional.empty();
        }
        Optional<ECPoint> nonce = lift(x, recovery & 1);
        if (nonce.isEmpty()) {
            return Optional.empty();
        }
        BigInteger inverse = r.modInverse(N);
        BigInteger u1 = new BigInteger(1, digest).negate().multiply(inverse).mod(N);
        BigInteger u2 = s.multiply(inverse).mod(N);
        ECPoint key = ECAlgorithms.sumOfTwoMultiplies(generator(), u1, nonce.get(), u2)
                .normalize();
        return key.isInfinity() ? Optional.empty() : Optional.of(compressed(key));
    }

    private static Optional<ECPoint> lift(BigInteger x, int parity) {
        byte[] encoded = new byte[COMPRESSED_BYTES];
        encoded[0] = (byte) (2 + parity);
        System.arraycopy(unsigned32(x), 0, encoded, 1, 32);
        try {
            return Optional.of(CURVE.getCurve().decodePoint(encoded));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Exactly 32 bytes, big-endian; {@code value} is within 0..2^256-1. */
    public static byte[] unsigned32(BigInteger value) {
        byte[] signed = value.toByteArray();
        byte[] fixed = new byte[32];
        int skip = signed.length == 33 && signed[0] == 0 ? 1 : 0;
        int length = signed.length - skip;
        if (value.signum() < 0 || length > fixed.length) {
            throw new IllegalArgumentException("value: not within 0..2^256-1");
        }
        System.arraycopy(signed, skip, fixed, fixed.length - length, length);
        return fixed;
    }

    private static boolean inRange(BigInteger value) {
        return value.signum() > 0 && value.compareTo(N) < 0;
    }
}
