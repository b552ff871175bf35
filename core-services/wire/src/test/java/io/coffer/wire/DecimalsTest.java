// SPDX-License-Identifier: Apache-2.0
package io.coffer.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {
    @Test
    void readsDecimalsExactly() throws Exception {
        assertThat(Decimals.units("1.5", 6)).isEqualTo("1500000");
        assertThat(Decimals.units("0.00000001", 8)).isEqualTo("1");
        assertThat(Decimals.units("9.2", 18)).isEqualTo("9200000000000000000");
        assertThat(Decimals.units("7", 0)).isEqualTo("7");
        assertThat(Decimals.atomic("115792089237316195423570985008687907853269984665640564039457584007913129639935"))
                .isEqualTo(
                        BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "-0",
                "+1",
                "1e-9",
                "1E9",
                "NaN",
                "Infinity",
                "0.000000001",
                "1.000000000",
                "115792089237316195423570985008687907853269984665640564039457584007913129639936",
                "１",
                "١",
                "1,0",
                "1 000",
                " 1",
                "1 ",
                "1\n",
                "",
                ".",
                "1.",
                ".5",
                "007",
                "0x10",
                "1_000",
                "1.0.0",
                "1\u0000"
            })
    @DisplayName("H19 what is not a plain decimal number within range is refused")
    void h19_refuses(String text) {
        assertThatThrownBy(() -> Decimals.units(text, 8)).isInstanceOf(MalformedAmountException.class);
        assertThatThrownBy(() -> Decimals.atomic(text)).isInstanceOf(MalformedAmountException.class);
    }

    @Test
    @DisplayName("H19 2^256 is refused however it is written, and so is a text of a million digits")
    void h19_tooLarge() {
        assertThatThrownBy(() -> Decimals.units(
                        "1157920892373161954235709850086879078532699846656405640394575840079131.29639936", 8))
                .hasMessageContaining("2^256-1");
        assertThatThrownBy(() -> Decimals.units("9".repeat(1_000_000), 8)).isInstanceOf(MalformedAmountException.class);
    }

    @Test
    void whatIsWrittenIsReadBackTheSame() throws Exception {
        long seed = System.nanoTime();
        System.out.println("whatIsWrittenIsReadBackTheSame seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            int decimals = random.nextInt(37);
            BigInteger units = new BigInteger(random.nextInt(257), random);
            assertThat(Decimals.units(Decimals.text(units, decimals), decimals))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(units);
        }
    }

    @Test
    void writesWithoutExponentOrNeedlessZeros() {
        assertThat(Decimals.text(BigInteger.valueOf(1_500_000), 6)).isEqualTo("1.5");
        assertThat(Decimals.text(BigInteger.valueOf(1), 18)).isEqualTo("0.000000000000000001");
        assertThat(Decimals.text(BigInteger.TEN.pow(20), 18)).isEqualTo("100");
        assertThat(Decimals.text(BigInteger.ZERO, 8)).isEqualTo("0");
        assertThat(Decimals.text(BigInteger.valueOf(-150), 2)).isEqualTo("-1.5");
    }
}
