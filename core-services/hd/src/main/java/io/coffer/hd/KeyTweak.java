// SPDX-License-Identifier: Apache-2.0
package io.coffer.hd;

import java.util.Optional;

/** What is costly in the derivation of a public child key: a point times a number, added to another point. Any thread. */
public interface KeyTweak {
    int TWEAK_BYTES = 32;

    /**
     * The key {@code publicKey} + {@code tweak}·G (BIP-32, CKDpub).
     *
     * @param publicKey 33 bytes compressed
     * @param tweak 32 bytes, big-endian
     * @return 33 bytes compressed; empty if the tweak is not below the order of the group, or the sum is no key because
     *     it is the point at infinity
     * @throws IllegalArgumentException if {@code publicKey} is no point of secp256k1 in its compressed form
     */
    Optional<byte[]> add(byte[] publicKey, byte[] tweak);
}
