// SPDX-License-Identifier: Apache-2.0
package io.coffer.families;

import io.coffer.hd.Secp256k1;
import io.coffer.spi.money.Bytes;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * An ECDSA signature in the parts in which chains write it.
 *
 * @param recovery 0 to 3
 */
record SignatureParts(BigInteger r, BigInteger s, int recovery) {
    private static final int BYTES = 65;

    /** Reads r, s and the recovery id, 65 bytes. */
    static SignatureParts of(Bytes signature) throws UnreadableTransactionException {
        if (signature.length() != BYTES) {
            throw new UnreadableTransactionException("signature: not " + BYTES + " bytes");
        }
        byte[] raw = signature.toArray();
        SignatureParts parts =
                new SignatureParts(new BigInteger(1, raw, 0, 32), new BigInteger(1, raw, 32, 32), raw[64]);
        parts.requireCanonical();
        return parts;
    }

    /** r and s, 64 bytes. */
    byte[] compact() {
        byte[] compact = Arrays.copyOf(Secp256k1.unsigned32(r), 64);
        System.arraycopy(Secp256k1.unsigned32(s), 0, compact, 32, 32);
        return compact;
    }

    /** Both in range, and s the lower of the two that would verify. */
    void requireCanonical() throws UnreadableTransactionException {
        boolean inRange = r.signum() > 0 && r.compareTo(Secp256k1.N) < 0 && s.signum() > 0;
        if (!inRange || !Secp256k1.isLow(s) || recovery < 0 || recovery > 3) {
            throw new UnreadableTransactionException("signature: out of range, or s is not the lower one");
        }
    }
}
