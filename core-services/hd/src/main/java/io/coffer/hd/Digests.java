// SPDX-License-Identifier: Apache-2.0
package io.coffer.hd;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.bouncycastle.crypto.digests.RIPEMD160Digest;

/** The hash functions that addresses, transaction ids and key fingerprints are made of. */
public final class Digests {
    private static final int HASH160_BYTES = 20;
    private static final int KECCAK_BITS = 256;

    private Digests() {}

    public static byte[] sha256(byte[] input) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(input);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** SHA-256 applied twice. */
    public static byte[] sha256d(byte[] input) {
        return sha256(sha256(input));
    }

    /** RIPEMD-160 of SHA-256: 20 bytes. */
    public static byte[] hash160(byte[] input) {
        byte[] inner = sha256(input);
        RIPEMD160Digest outer = new RIPEMD160Digest();
        outer.update(inner, 0, inner.length);
        byte[] hash = new byte[HASH160_BYTES];
        outer.doFinal(hash, 0);
        return hash;
    }

    /** The original Keccak with its own padding, as Ethereum uses it; this is not SHA3-256. */
    public static byte[] keccak256(byte[] input) {
        KeccakDigest keccak = new KeccakDigest(KECCAK_BITS);
        keccak.update(input, 0, input.length);
        byte[] hash = new byte[keccak.getDigestSize()];
        keccak.doFinal(hash, 0);
        return hash;
    }
}
