// SPDX-License-Identifier: Apache-2.0
package io.coffer.hd;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Official test vectors that lie beside the project, in {@code ../shared/vectors} as seen from its root, each with its
 * source in {@code crypto/PROVENANCE.json}.
 *
 * <p>Where the folder is absent, a test that asks for one is skipped; where the environment says {@code CI=true}, it
 * fails.
 */
public final class SharedVectors {
    /** Names the vectors folder where it is somewhere else. */
    public static final String FOLDER_PROPERTY = "coffer.vectors";

    private SharedVectors() {}

    /** Reads {@code crypto/<name>}, or ends the test as skipped. */
    public static JsonNode crypto(String name) {
        Optional<Path> folder = folder();
        if (folder.isEmpty() && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("the shared vectors are absent, which CI does not allow");
        }
        assumeTrue(folder.isPresent(), "the shared vectors are absent");
        try {
            return new ObjectMapper()
                    .readTree(
                            folder.orElseThrow().resolve("crypto").resolve(name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> folder() {
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
