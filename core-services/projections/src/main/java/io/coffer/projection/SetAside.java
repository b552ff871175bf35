// SPDX-License-Identifier: Apache-2.0
package io.coffer.projection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Stores that cannot be used are kept beside the new one, the newest few, so that they can be looked at. */
final class SetAside {
    /** How many are kept. */
    static final int KEPT = 2;

    private SetAside() {}

    /**
     * Moves a store out of the way; the newest gets the number 1.
     *
     * @param file without the suffix
     * @return where it is now
     */
    static Path move(Path file) throws IOException {
        for (int number = KEPT - 1; number >= 1; number--) {
            rename(aside(file, number), aside(file, number + 1));
        }
        rename(data(file), aside(file, 1));
        return aside(file, 1);
    }

    /** Those that are kept, newest first. */
    static List<Path> kept(Path file) {
        return java.util.stream.IntStream.rangeClosed(1, KEPT)
                .mapToObj(number -> aside(file, number))
                .filter(Files::exists)
                .toList();
    }

    static Path data(Path file) {
        return file.resolveSibling(file.getFileName() + Store.SUFFIX);
    }

    private static Path aside(Path file, int number) {
        return file.resolveSibling(file.getFileName() + ".aside-" + number + Store.SUFFIX);
    }

    private static void rename(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
