// SPDX-License-Identifier: Apache-2.0
package io.coffer.hd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPathTest {
    @Test
    void readsBip44Paths() {
        KeyPath path = KeyPath.parse("m/44'/60'/1'/0/5");
        assertThat(path.steps())
                .containsExactly(44 | KeyPath.HARDENED, 60 | KeyPath.HARDENED, 1 | KeyPath.HARDENED, 0, 5);
        assertThat(path)
                .isEqualTo(KeyPath.parse("m")
                        .hardenedChild(44)
                        .hardenedChild(60)
                        .hardenedChild(1)
                        .child(0)
                        .child(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"m", "m/0", "m/0'", "m/2147483647'/2147483647", "m/44'/1'/0'/1/1000000"})
    void writesWhatItReads(String text) {
        assertThat(KeyPath.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "M/0",
                "m/",
                "m//0",
                "0/1",
                "m/00",
                "m/01'",
                "m/-1",
                "m/+1",
                "m/2147483648",
                "m/9999999999",
                "m/99999999999",
                "m/0h",
                "m/0''",
                "m/ 0",
                "m/0 ",
                "m/0x1",
                "m/٣",
                "n/0"
            })
    void refusesAnyOtherSpelling(String text) {
        assertThatThrownBy(() -> KeyPath.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isAtMost255StepsLong() {
        assertThat(new KeyPath(Collections.nCopies(255, 0)).steps()).hasSize(255);
        assertThatThrownBy(() -> new KeyPath(Collections.nCopies(256, 0))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KeyPath.parse("m").child(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
