// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.tx;

import io.coffer.spi.money.Bytes;
import java.math.BigInteger;
import java.util.Arrays;
import org.web3j.crypto.Sign;

/**
 * An ECDSA signature as Ethereum carries it.
 *
 * @param recoveryId 0 or 1, the parity of the y of r's point
 */
record SignatureParts(int recoveryId, BigInteger r, BigInteger s) {
    private static final int SCALAR_LENGTH = 32;
    private static final int ENCODED_LENGTH = 2 * SCALAR_LENGTH + 1;
    private static final BigInteger ORDER = Sign.CURVE_PARAMS.getN();
    /** EIP-2: of the two valid s only the lower is accepted, so that no one can change a transaction's id. */
    private static final BigInteger HIGHEST_S = ORDER.shiftRight(1);

    SignatureParts {
        if (recoveryId != 0 && recoveryId != 1) {
            throw new IllegalArgumentException("signature: recovery id " + recoveryId + " is not 0 or 1");
        }
        if (r.signum() <= 0 || r.compareTo(ORDER) >= 0) {
            throw new IllegalArgumentException("signature: r is not within the order of the curve");
        }
        if (s.signum() <= 0 || s.compareTo(HIGHEST_S) > 0) {
            throw new IllegalArgumentException("signature: s is not within the lower half of the order (EIP-2)");
        }
    }

    /** Reads r, s and the recovery id: 65 bytes. */
    static SignatureParts of(Bytes encoded) {
        if (encoded.length() != ENCODED_LENGTH) {
            throw new IllegalArgumentException("signature: " + encoded.length() + " bytes, expected " + ENCODED_LENGTH);
        }
        byte[] content = encoded.toArray();
        return new SignatureParts(
                encoded.at(ENCODED_LENGTH - 1),
                new BigInteger(1, Arrays.copyOfRange(content, 0, SCALAR_LENGTH)),
                new BigInteger(1, Arrays.copyOfRange(content, SCALAR_LENGTH, 2 * SCALAR_LENGTH)));
    }
}
