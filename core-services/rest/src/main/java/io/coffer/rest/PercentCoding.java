// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Percent-encoding (RFC 3986), strict: two hexadecimal digits, valid UTF-8, and a plus is a plus. */
final class PercentCoding {
    private PercentCoding() {}

    /** The decoded text, or empty if {@code text} is malformed. */
    static Optional<String> decoded(String text) {
        if (text.indexOf('%') < 0) {
            return Optional.of(text);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < encoded.length; at++) {
            if (encoded[at] != '%') {
                bytes.write(encoded[at]);
                continue;
            }
            int high = at + 2 < encoded.length ? digit(encoded[at + 1]) : -1;
            int low = at + 2 < encoded.length ? digit(encoded[at + 2]) : -1;
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            bytes.write(high << 4 | low);
            at += 2;
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString());
        } catch (CharacterCodingException malformed) {
            return Optional.empty();
        }
    }

    private static int digit(byte character) {
        return character < 0 ? -1 : Character.digit(character, 16);
    }
}
