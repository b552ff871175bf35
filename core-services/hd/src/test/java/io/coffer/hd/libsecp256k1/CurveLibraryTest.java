// SPDX-License-Identifier: Apache-2.0
package io.coffer.hd.libsecp256k1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.hd.BouncyCastleTweak;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class CurveLibraryTest {
    private static void absent() {
        throw new UnsatisfiedLinkError("no secp256k1-jni in java.library.path");
    }

    @Test
    void takesBouncyCastleWhereThereIsNoLibraryAndSaysWhy() {
        CurveLibrary library = CurveLibrary.choose(Optional.empty(), CurveLibraryTest::absent);
        assertThat(library.tweak()).isInstanceOf(BouncyCastleTweak.class);
        assertThat(library.toString())
                .isEqualTo("BouncyCastle (no libsecp256k1 here: no secp256k1-jni in java.library.path)");
    }

    @Test
    void takesBouncyCastleWhereOnlyTheBindingIsMissing() {
        CurveLibrary library = CurveLibrary.choose(Optional.empty(), () -> {
            throw new NoClassDefFoundError("fr/acinq/secp256k1/Secp256k1CFunctions");
        });
        assertThat(library.tweak()).isInstanceOf(BouncyCastleTweak.class);
    }

    @Test
    void doesNotEvenLoadTheLibraryIfBouncyCastleIsDemanded() {
        CurveLibrary library = CurveLibrary.choose(Optional.of("bouncycastle"), () -> {
            throw new AssertionError("loaded");
        });
        assertThat(library.tweak()).isInstanceOf(BouncyCastleTweak.class);
        assertThat(library.toString()).isEqualTo("BouncyCastle (coffer.curve=bouncycastle)");
    }

    @Test
    void fallsBackOnNothingIfTheNativeOneIsDemanded() {
        assertThatThrownBy(() -> CurveLibrary.choose(Optional.of("native"), CurveLibraryTest::absent))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("coffer.curve=native: ")
                .hasRootCauseInstanceOf(UnsatisfiedLinkError.class);
    }

    @Test
    void refusesAnotherWish() {
        assertThatThrownBy(() -> CurveLibrary.choose(Optional.of("fast"), CurveLibraryTest::absent))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("coffer.curve: is neither native nor bouncycastle; ");
    }

    @Test
    void choosesOnce() {
        // Neither a framework nor a path leads to a library in this process.
        assertThat(CurveLibrary.chosen()).isSameAs(CurveLibrary.chosen());
        assertThat(CurveLibrary.chosen().tweak()).isInstanceOf(BouncyCastleTweak.class);
    }

    @Test
    @EnabledIf("io.coffer.hd.libsecp256k1.LibraryFile#isForThisMachine")
    void takesTheNativeLibraryWhereThereIsOne() {
        String file = LibraryFile.path().toString();
        CurveLibrary library = CurveLibrary.choose(Optional.empty(), () -> System.load(file));
        assertThat(library.tweak()).isInstanceOf(NativeTweak.class);
        assertThat(library.toString()).isEqualTo("libsecp256k1");
    }
}
