// SPDX-License-Identifier: Apache-2.0
package io.coffer.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Official test vectors that lie beside the project, in {@code ../shared/vectors} as seen from its root, each with its
 * source in {@code crypto/PROVENANCE.json}. A test that reads them is a {@link VectorTest}.
 */
public final class SharedVectors {
    /** Names the vectors folder where it is somewhere else. */
    public static final String FOLDER_PROPERTY = "coffer.vectors";

    private SharedVectors() {}

    /** Reads {@code crypto/<name>}. */
    public static JsonNode crypto(String name) {
        Path folder = folder().orElseThrow(() -> new AssertionError(
                "the shared vectors are absent (../shared/vectors beside the project), which CI=true forbids"));
        try {
            return new ObjectMapper()
                    .readTree(folder.resolve("crypto").resolve(name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Says how many cases of the vectors a {@link VectorTest} has gone through; several calls add up.
     *
     * @param cases at least 1: vectors of which nothing was taken prove nothing
     */
    public static void ran(int cases) {
        if (cases < 1) {
            throw new AssertionError("no case of the vectors was tested");
        }
        CountedCases.add(cases);
    }

    static Optional<Path> folder() {
        String named = System.getProperty(FOLDER_PROPERTY);
        Path folder = named != null
                ? Path.of(named)
                : projectRoot().resolve("../shared/vectors").normalize();
        return Optional.of(folder).filter(Files::isDirectory);
    }

    private static Path projectRoot() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path pom = at.resolve("pom.xml");
            if (Files.isRegularFile(pom) && isRootPom(pom)) {
                return at;
            }
        }
        throw new IllegalStateException("no folder above holds the pom of coffer-parent");
    }

    private static boolean isRootPom(Path pom) {
        try {
            String text = Files.readString(pom);
            return !text.contains("<parent>") && text.contains("<artifactId>coffer-parent</artifactId>");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
