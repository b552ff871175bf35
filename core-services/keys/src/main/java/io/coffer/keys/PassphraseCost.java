// SPDX-License-Identifier: Apache-2.0
package io.coffer.keys;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * What it costs to try a passphrase: Argon2id, version 1.3 (RFC 9106).
 *
 * @param memoryKiB 65,536 (64 MiB) to 1,048,576 (1 GiB)
 * @param iterations 3 to 16
 * @param lanes 1 to 4
 */
record PassphraseCost(int memoryKiB, int iterations, int lanes) {
    /** RFC 9106, section 4, second recommended option: 64 MiB, 3 passes, 4 lanes. */
    static final PassphraseCost DEFAULT = new PassphraseCost(65_536, 3, 4);

    static final int KEY_BYTES = 32;

    PassphraseCost {
        require("memoryKiB", memoryKiB, 65_536, 1_048_576);
        require("iterations", iterations, 3, 16);
        require("lanes", lanes, 1, 4);
    }

    /** The key for a passphrase; the caller wipes both. Takes some 64 MiB of heap while it runs. */
    byte[] key(byte[] passphrase, byte[] salt) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKiB)
                .withIterations(iterations)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] key = new byte[KEY_BYTES];
        generator.generateBytes(passphrase, key);
        return key;
    }

    private static void require(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(field + ": " + value + " is not within " + least + ".." + most);
        }
    }
}
