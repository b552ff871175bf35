// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Shared test vectors, read in place. A test is skipped where they are absent, except in CI. */
public final class Vectors {
    private static final Path FROM_PROJECT_ROOT = Path.of("..", "shared", "vectors", "crypto");

    private Vectors() {}

    public static JsonNode read(String name) {
        Path here = Path.of("").toAbsolutePath();
        Path file = Stream.iterate(here, folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve(FROM_PROJECT_ROOT).resolve(name).normalize())
                .filter(Files::exists)
                .findFirst()
                .orElse(null);
        if (file == null && "true".equals(System.getenv("CI"))) {
            throw new IllegalStateException("../shared/vectors/crypto/" + name + " is missing, which CI needs");
        }
        assumeTrue(file != null, "../shared/vectors/crypto/" + name + " is not here");
        try {
            return new ObjectMapper().readTree(Files.readAllBytes(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
