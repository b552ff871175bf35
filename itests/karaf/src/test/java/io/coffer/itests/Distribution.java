// SPDX-License-Identifier: Apache-2.0
package io.coffer.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The distribution that the build has just assembled. */
public final class Distribution {
    private Distribution() {}

    public static Path archive() {
        return Path.of(System.getProperty("distribution"));
    }

    /** Unpacks into {@code folder}, which is made anew. */
    public static Path unpack(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Process tar = new ProcessBuilder(
                        "tar", "-xzf", archive().toString(), "-C", folder.toString(), "--strip-components", "1")
                .inheritIO()
                .start();
        if (tar.waitFor() != 0) {
            throw new IOException("tar ended with " + tar.exitValue());
        }
        return folder;
    }
}
