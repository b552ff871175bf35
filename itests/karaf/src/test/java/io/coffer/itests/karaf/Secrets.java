// SPDX-License-Identifier: Apache-2.0
package io.coffer.itests.karaf;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What must not be found, in the forms in which a program on the JVM could hold it. */
final class Secrets {
    /** Enough to be no accident, and short enough to find the half of a secret. */
    private static final int PIECE = 16;

    private static final int BUFFER = 1 << 20;

    private final Map<String, List<byte[]>> forms = new LinkedHashMap<>();

    /** Adds a text, of at least 16 characters. */
    Secrets text(String name, String text) {
        forms.put(name, List.of(start(text, UTF_8), start(text, UTF_16BE), start(text, UTF_16LE)));
        return this;
    }

    Secrets bytes(String name, byte[] bytes) {
        forms.put(
                name,
                List.of(Arrays.copyOf(bytes, PIECE), Arrays.copyOfRange(bytes, bytes.length - PIECE, bytes.length)));
        return this;
    }

    /** The names of those that are in a file. */
    Set<String> in(Path file) throws IOException {
        Set<String> found = new TreeSet<>();
        // A piece that lies across two buffers is seen because the end of the one is the beginning of the next.
        int kept = 4 * PIECE;
        byte[] buffer = new byte[BUFFER + kept];
        try (InputStream in = Files.newInputStream(file)) {
            int filled = 0;
            int read = in.readNBytes(buffer, 0, buffer.length);
            while (read > 0) {
                int length = filled + read;
                collect(buffer, length, found);
                filled = Math.min(kept, length);
                System.arraycopy(buffer, length - filled, buffer, 0, filled);
                read = in.readNBytes(buffer, filled, buffer.length - filled);
            }
        }
        return found;
    }

    Set<String> in(String text) {
        Set<String> found = new TreeSet<>();
        byte[] bytes = text.getBytes(UTF_8);
        collect(bytes, bytes.length, found);
        return found;
    }

    private void collect(byte[] hay, int length, Set<String> found) {
        forms.forEach((name, pieces) -> {
            if (!found.contains(name) && pieces.stream().anyMatch(piece -> holds(hay, length, piece))) {
                found.add(name);
            }
        });
    }

    private static boolean holds(byte[] hay, int length, byte[] needle) {
        byte first = needle[0];
        for (int i = 0; i + needle.length <= length; i++) {
            if (hay[i] == first && Arrays.equals(hay, i, i + needle.length, needle, 0, needle.length)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] start(String text, Charset charset) {
        if (text.length() < PIECE) {
            throw new IllegalArgumentException("text: shorter than " + PIECE + " characters");
        }
        return text.substring(0, PIECE).getBytes(charset);
    }
}
