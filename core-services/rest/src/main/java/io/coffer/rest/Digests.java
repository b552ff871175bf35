// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The one hash that is used here. */
final class Digests {
    private Digests() {}

    static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java runtime has SHA-256", absent);
        }
    }
}
