// SPDX-License-Identifier: Apache-2.0
package io.coffer.keys;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Secrets in arrays: converted without a String, and overwritten. */
final class Secrets {
    private Secrets() {}

    static void wipe(byte[] secret) {
        Arrays.fill(secret, (byte) 0);
    }

    static void wipe(char[] secret) {
        Arrays.fill(secret, '\0');
    }

    static void wipe(int[] secret) {
        Arrays.fill(secret, 0);
    }

    /**
     * The UTF-8 form of {@code text}; the caller wipes it.
     *
     * @throws IllegalArgumentException if the text has an unpaired surrogate
     */
    static byte[] utf8(char[] text) {
        // UTF-8 takes at most three bytes for each UTF-16 unit.
        byte[] room = new byte[text.length * 3];
        ByteBuffer out = ByteBuffer.wrap(room);
        try {
            var result = StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(text), out, true);
            if (!result.isUnderflow()) {
                result.throwException();
            }
            return Arrays.copyOf(room, out.position());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("text: not valid Unicode");
        } finally {
            wipe(room);
        }
    }
}
