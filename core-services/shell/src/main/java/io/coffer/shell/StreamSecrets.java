// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Secrets as lines of UTF-8, byte by byte, so that no buffer of a reader keeps them. */
final class StreamSecrets implements SecretSource {
    private final InputStream in;

    StreamSecrets(InputStream in) {
        this.in = in;
    }

    @Override
    public char[] line(String name) throws IOException, ShellProblem {
        byte[] bytes = new byte[MAX_LENGTH];
        try {
            return characters(ByteBuffer.wrap(bytes, 0, read(bytes, name)), name);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private int read(byte[] bytes, String name) throws IOException, ShellProblem {
        int length = 0;
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (length == MAX_LENGTH) {
                throw SecretSource.tooLong(name);
            }
            bytes[length++] = (byte) next;
        }
        // A script on another system may end its lines with both.
        return length > 0 && bytes[length - 1] == '\r' ? length - 1 : length;
    }

    private static char[] characters(ByteBuffer utf8, String name) throws ShellProblem {
        CharBuffer characters = CharBuffer.allocate(utf8.remaining());
        try {
            CoderResult result = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(utf8, characters, true);
            if (result.isError()) {
                result.throwException();
            }
            return Arrays.copyOf(characters.array(), characters.position());
        } catch (CharacterCodingException malformed) {
            throw new ShellProblem(name + ": is not UTF-8", "send it in UTF-8");
        } finally {
            Arrays.fill(characters.array(), '\0');
        }
    }
}
