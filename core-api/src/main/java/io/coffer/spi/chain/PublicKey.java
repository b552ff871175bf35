// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

import io.coffer.spi.money.Bytes;

/**
 * A public key.
 *
 * @param encoded SECP256K1: 33 bytes compressed (SEC 1); ED25519: 32 bytes (RFC 8032)
 */
public record PublicKey(Curve curve, Bytes encoded) {
    /** The curve of a key. */
    public enum Curve {
        SECP256K1(33),
        ED25519(32);

        private final int length;

        Curve(int length) {
            this.length = length;
        }
    }

    public PublicKey {
        if (encoded.length() != curve.length) {
            throw new IllegalArgumentException("encoded: " + encoded.length() + " bytes, expected " + curve.length);
        }
    }

    /** Hexadecimal, since a public key is no secret. */
    @Override
    public String toString() {
        return encoded.toHex();
    }
}
