// SPDX-License-Identifier: Apache-2.0
package io.coffer.keys;

import java.nio.file.Path;
import java.util.Map;

/**
 * The settings of {@code io.coffer.keys}.
 *
 * @param file where the vault lies ({@code file}; {@code keys/vault} in the node's data folder)
 * @param cost of trying a passphrase, for vaults sealed from now on ({@code argon2.memoryKiB}, {@code
 *     argon2.iterations}, {@code argon2.lanes})
 */
record VaultSettings(Path file, PassphraseCost cost) {
    static final String PID = "io.coffer.keys";

    /** @throws IllegalArgumentException if a value is no good; the message names file, key and value */
    static VaultSettings of(Map<String, ?> properties, Path dataFolder) {
        Object file = properties.get("file");
        Path path = file == null
                ? dataFolder.resolve("keys").resolve("vault")
                : Path.of(String.valueOf(file).trim());
        PassphraseCost usual = PassphraseCost.DEFAULT;
        int memoryKiB = number(properties, "argon2.memoryKiB", usual.memoryKiB());
        int iterations = number(properties, "argon2.iterations", usual.iterations());
        int lanes = number(properties, "argon2.lanes", usual.lanes());
        try {
            return new VaultSettings(path, new PassphraseCost(memoryKiB, iterations, lanes));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PID + ".cfg: argon2." + e.getMessage(), e);
        }
    }

    private static int number(Map<String, ?> properties, String key, int usual) {
        Object value = properties.get(key);
        if (value == null) {
            return usual;
        }
        try {
            return Integer.parseInt(String.valueOf(value).trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(PID + ".cfg: " + key + ": no whole number: " + value, e);
        }
    }
}
