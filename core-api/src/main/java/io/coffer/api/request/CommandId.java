// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.request;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The caller's own id of a command: 128 bits. Once a command with it has been applied, no other ever is.
 *
 * @param high the first eight bytes, big-endian
 * @param low the last eight bytes, big-endian
 */
public record CommandId(long high, long low) {
    /**
     * The id that belongs to these words, always the same: the first 128 bits of a SHA-256 over them, each preceded by
     * its length. Derive inner ids from outer ones by it: {@code CommandId.of("withdrawal-signed", id, "1")}.
     */
    public static CommandId of(String... words) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String word : words) {
                byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
                sha.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                sha.update(bytes);
            }
            ByteBuffer hash = ByteBuffer.wrap(sha.digest());
            return new CommandId(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java runtime has SHA-256", absent);
        }
    }

    /** 32 hexadecimal characters. */
    @Override
    public String toString() {
        return String.format("%016x%016x", high, low);
    }
}
