// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.format;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.crypto.digests.RIPEMD160Digest;

/** The two hashes of the format. */
public final class Hashes {
    public static final int SHA256_LENGTH = 32;
    public static final int HASH160_LENGTH = 20;

    private Hashes() {}

    /** SHA-256 applied twice to the parts one after the other. */
    public static Octets sha256d(byte[]... parts) {
        MessageDigest digest = sha256();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return Octets.of(digest.digest(digest.digest()));
    }

    /** RIPEMD-160 of SHA-256. */
    public static Octets hash160(Octets content) {
        byte[] inner = sha256().digest(content.toArray());
        RIPEMD160Digest outer = new RIPEMD160Digest();
        outer.update(inner, 0, inner.length);
        byte[] hash = new byte[HASH160_LENGTH];
        outer.doFinal(hash, 0);
        return Octets.of(hash);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has SHA-256", absent);
        }
    }
}
