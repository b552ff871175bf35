// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.money.codec.BinaryIn;
import io.coffer.money.codec.BinaryOut;
import io.coffer.money.codec.UnreadableException;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class AssetFundsTest {
    private static final int ADDRESSES = 500;

    private static byte[] bytes(AssetFunds funds) {
        BinaryOut out = new BinaryOut();
        funds.writeTo(out);
        return out.toByteArray();
    }

    private static AssetFunds restored(AssetFunds funds) throws IOException {
        return AssetFunds.readFrom(new BinaryIn(bytes(funds)), ADDRESSES);
    }

    /** As a look at every address would find them. */
    private static List<Integer> scanned(
            Map<Integer, BigInteger> model, BigInteger atLeast, int limit, IntPredicate wanted) {
        return model.keySet().stream()
                .filter(address -> model.get(address).compareTo(atLeast) >= 0 && wanted.test(address))
                .sorted(Comparator.<Integer, BigInteger>comparing(model::get)
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .limit(limit)
                .toList();
    }

    @Test
    void theIndexFindsWhatAScanFindsWhateverTheWidthOfTheNumbers() throws IOException {
        for (long seed = 1; seed <= 6; seed++) {
            Random random = new Random(seed);
            AssetFunds funds = new AssetFunds();
            Map<Integer, BigInteger> model = new HashMap<>();
            for (int step = 0; step < 4_000; step++) {
                int address = random.nextInt(ADDRESSES);
                int bits = random.nextInt(20) == 0 ? 200 : random.nextInt(4) == 0 ? 100 : 5;
                BigInteger units = new BigInteger(bits, random);
                BigInteger more = random.nextInt(3) == 0
                        ? model.getOrDefault(address, BigInteger.ZERO).negate()
                        : random.nextInt(4) == 0 ? units.negate() : units;
                funds.add(address, more);
                model.merge(address, more, BigInteger::add);
                if (step % 97 == 0) {
                    BigInteger atLeast = new BigInteger(1 + random.nextInt(90), random).max(BigInteger.ONE);
                    IntPredicate wanted = number -> number % 7 != 0;
                    assertThat(funds.richest(atLeast, 25, wanted))
                            .as("seed %d step %d", seed, step)
                            .isEqualTo(scanned(model, atLeast, 25, wanted));
                }
            }
            AssetFunds copy = restored(funds);
            for (int address = 0; address < ADDRESSES; address++) {
                BigInteger expected = model.getOrDefault(address, BigInteger.ZERO);
                assertThat(funds.units(address)).as("seed %d", seed).isEqualTo(expected);
                assertThat(copy.units(address)).as("seed %d", seed).isEqualTo(expected);
            }
            assertThat(bytes(copy)).as("seed %d", seed).isEqualTo(bytes(funds));
            assertThat(copy.richest(BigInteger.ONE, ADDRESSES, number -> true))
                    .as("seed %d", seed)
                    .isEqualTo(scanned(model, BigInteger.ONE, ADDRESSES, number -> true));
        }
    }

    @Test
    void anAddressStandsInAStateOnceAndIsOneThatThereIs() {
        BinaryOut twice = new BinaryOut();
        twice.count(2);
        for (int i = 0; i < 2; i++) {
            twice.count(3);
            twice.big(BigInteger.ONE);
        }
        assertThatThrownBy(() -> AssetFunds.readFrom(new BinaryIn(twice.toByteArray()), ADDRESSES))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("twice");
        BinaryOut beyond = new BinaryOut();
        beyond.count(1);
        beyond.count(ADDRESSES);
        beyond.big(BigInteger.ONE);
        assertThatThrownBy(() -> AssetFunds.readFrom(new BinaryIn(beyond.toByteArray()), ADDRESSES))
                .isInstanceOf(UnreadableException.class);
    }

    private static List<Integer> paged(AssetFunds funds, BigInteger atLeast, int most, int limit) {
        List<Integer> found = new ArrayList<>();
        int looks = 0;
        for (int from = 0; from >= 0; looks++) {
            int before = found.size();
            from = funds.among(from, most, atLeast, address -> {
                found.add(address);
                return found.size() - before < limit;
            });
            assertThat(found.size() - before).isLessThanOrEqualTo(limit);
        }
        assertThat(looks).isLessThanOrEqualTo(2 + ADDRESSES / Math.min(most, limit));
        return found;
    }

    @Test
    void pageByPageEveryAddressIsFoundOnce() throws IOException {
        for (long seed = 1; seed <= 6; seed++) {
            Random random = new Random(seed);
            AssetFunds funds = new AssetFunds();
            Map<Integer, BigInteger> model = new HashMap<>();
            for (int step = 0; step < 2_000; step++) {
                int address = random.nextInt(ADDRESSES);
                BigInteger more =
                        new BigInteger(random.nextInt(20) == 0 ? 200 : 6, random).subtract(BigInteger.valueOf(20));
                funds.add(address, more);
                model.merge(address, more, BigInteger::add);
            }
            BigInteger atLeast = BigInteger.valueOf(1 + random.nextInt(60));
            List<Integer> expected = scanned(model, atLeast, ADDRESSES, address -> true);
            for (AssetFunds one : List.of(funds, restored(funds))) {
                for (int most : List.of(1, 7, 64, 10_000)) {
                    assertThat(paged(one, atLeast, most, 1 + random.nextInt(9)))
                            .as("seed %d most %d", seed, most)
                            .doesNotHaveDuplicates()
                            .containsExactlyInAnyOrderElementsOf(expected);
                }
            }
        }
    }
}
