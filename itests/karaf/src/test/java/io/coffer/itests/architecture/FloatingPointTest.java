// SPDX-License-Identifier: Apache-2.0
package io.coffer.itests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class FloatingPointTest {
    @Test
    void seesArithmeticThatNoSignatureShows() throws IOException {
        assertThat(FloatingPoint.usesOf(classFile(Careless.class)))
                .anyMatch(use -> use.contains("percentOf: constant 0.01"))
                .anyMatch(use -> use.contains("percentOf: DMUL"));
    }

    @Test
    void seesACallThatAnswersADouble() throws IOException {
        assertThat(FloatingPoint.usesOf(classFile(Careless.class)))
                .anyMatch(use -> use.contains("narrow -> doubleValue"));
    }

    @Test
    void letsWholeNumbersPass() throws IOException {
        assertThat(FloatingPoint.usesOf(classFile(Careful.class))).isEmpty();
    }

    private static byte[] classFile(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
            return in.readAllBytes();
        }
    }

    @SuppressWarnings("UnusedMethod") // read as a class file, never called
    private static final class Careless {
        static long percentOf(long amount) {
            return (long) (amount * 0.01);
        }

        static long narrow(BigInteger amount) {
            return (long) amount.doubleValue();
        }
    }

    @SuppressWarnings("UnusedMethod") // read as a class file, never called
    private static final class Careful {
        static long percentOf(long amount) {
            return Math.floorDiv(amount, 100L);
        }
    }
}
