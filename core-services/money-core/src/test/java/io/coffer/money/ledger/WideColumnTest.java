// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WideColumnTest {
    private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(127);

    private static BigInteger random(Random random) {
        BigInteger corner = BigInteger.ONE.shiftLeft(random.nextInt(128));
        BigInteger number = random.nextBoolean() ? corner.subtract(BigInteger.ONE) : new BigInteger(127, random);
        return number.mod(LIMIT);
    }

    private static boolean add(WideColumn column, int row, BigInteger units) {
        return column.add(row, WideColumn.high(units), WideColumn.low(units));
    }

    @Test
    void calculatesAsBigIntegersDo() {
        Random random = new Random(11);
        WideColumn column = new WideColumn();
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < 100_000; i++) {
            BigInteger units = random(random).shiftRight(random.nextInt(127));
            if (random.nextBoolean() && units.compareTo(sum) <= 0) {
                column.subtract(0, WideColumn.high(units), WideColumn.low(units));
                sum = sum.subtract(units);
            } else {
                boolean fits = sum.add(units).compareTo(LIMIT) < 0;
                assertThat(add(column, 0, units)).isEqualTo(fits);
                sum = fits ? sum.add(units) : sum;
            }
            assertThat(column.number(0)).isEqualTo(sum);
        }
    }

    @Test
    void comparesAsBigIntegersDo() {
        Random random = new Random(12);
        for (int i = 0; i < 50_000; i++) {
            BigInteger a = random(random);
            BigInteger b = random(random);
            BigInteger held = random.nextInt(4) == 0 ? a.subtract(b).max(BigInteger.ZERO) : random(random);
            WideColumn[] columns = {new WideColumn(), new WideColumn(), new WideColumn()};
            add(columns[0], 5, a);
            add(columns[1], 5, b);
            add(columns[2], 5, held);

            assertThat(columns[0].covers(5, columns[1], columns[2]))
                    .as("%s - %s >= %s", a, b, held)
                    .isEqualTo(a.subtract(b).compareTo(held) >= 0);
            assertThat(columns[0].equal(5, columns[1])).isEqualTo(a.equals(b));
        }
    }

    @Test
    void refusesWhatPassesTheLimitByOneAndChangesNothing() {
        WideColumn column = new WideColumn();
        BigInteger most = LIMIT.subtract(BigInteger.ONE);
        assertThat(add(column, 0, most)).isTrue();
        assertThat(add(column, 0, BigInteger.ONE)).isFalse();
        assertThat(add(column, 0, most)).isFalse();
        assertThat(column.number(0)).isEqualTo(most);
    }

    @Test
    void neverFallsBelowZero() {
        WideColumn column = new WideColumn();
        add(column, 0, BigInteger.TEN);
        assertThatThrownBy(() -> column.subtract(0, 0, 11)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void growsWithoutForgetting() {
        WideColumn column = new WideColumn();
        for (int row = 0; row < 5_000; row++) {
            column.grow(row + 1);
            add(column, row, BigInteger.valueOf(row).shiftLeft(70));
        }
        for (int row = 0; row < 5_000; row++) {
            assertThat(column.number(row)).isEqualTo(BigInteger.valueOf(row).shiftLeft(70));
        }
    }
}
