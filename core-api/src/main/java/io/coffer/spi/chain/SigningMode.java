// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

import io.coffer.spi.money.Bytes;

/** How a message is signed. */
public sealed interface SigningMode {
    /** ECDSA on secp256k1 over a 32-byte digest, RFC 6979, low S. The signature is r, s and the recovery id: 65 bytes. */
    record EcdsaSecp256k1() implements SigningMode {}

    /**
     * BIP-340 by a taproot key path.
     *
     * @param tweak the merkle root of BIP-341, or no bytes for none
     */
    record SchnorrTaproot(Bytes tweak) implements SigningMode {}

    /** RFC 8032 over the whole message. */
    record Ed25519() implements SigningMode {}
}
