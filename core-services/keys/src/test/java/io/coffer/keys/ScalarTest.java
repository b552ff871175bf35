// SPDX-License-Identifier: Apache-2.0
package io.coffer.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.hd.Secp256k1;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Random;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;

/** The arithmetic that can be wiped, against BigInteger, which cannot. */
class ScalarTest {
    private static final long SEED = 20260102;
    private static final BigInteger N = Secp256k1.N;
    private static final SecureRandom BLINDING = new SecureRandom();

    @Test
    void calculatesAsBigIntegerDoes() {
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            BigInteger a = interesting(random);
            BigInteger b = interesting(random);
            check(i, a, b, BigInteger::add, Scalar::plus);
            check(i, a, b, BigInteger::multiply, Scalar::times);
        }
    }

    @Test
    void negatesAndInverts() {
        Random random = new Random(SEED);
        for (int i = 0; i < 500; i++) {
            BigInteger a = interesting(random).mod(N);
            if (a.signum() == 0) {
                continue;
            }
            Scalar scalar = Scalar.reduced(Secp256k1.unsigned32(a));
            assertThat(scalar.negated().asRandomNumber()).isEqualTo(N.subtract(a));
            assertThat(scalar.inverse(BLINDING).asRandomNumber()).isEqualTo(a.modInverse(N));
        }
    }

    @Test
    void multipliesTheGenerator() {
        Random random = new Random(SEED);
        for (int i = 0; i < 200; i++) {
            BigInteger a = interesting(random).mod(N);
            Scalar scalar = Scalar.reduced(Secp256k1.unsigned32(a));
            assertThat(scalar.timesGenerator(BLINDING))
                    .as("seed %d, case %d", SEED, i)
                    .isEqualTo(Secp256k1.generator().multiply(a).normalize());
        }
    }

    @Test
    void knowsWhatIsAPrivateKey() {
        assertThat(Scalar.isPrivateKey(new byte[32])).isFalse();
        assertThat(Scalar.isPrivateKey(Secp256k1.unsigned32(BigInteger.ONE))).isTrue();
        assertThat(Scalar.isPrivateKey(Secp256k1.unsigned32(N.subtract(BigInteger.ONE))))
                .isTrue();
        assertThat(Scalar.isPrivateKey(Secp256k1.unsigned32(N))).isFalse();
        assertThat(Scalar.isPrivateKey(Secp256k1.unsigned32(N.add(BigInteger.ONE))))
                .isFalse();
    }

    @Test
    void isZeroOnceClosedAndPrintsNothing() {
        Scalar scalar = Scalar.reduced(Secp256k1.unsigned32(BigInteger.TEN));
        assertThat(scalar).hasToString("Scalar");
        scalar.close();
        assertThat(scalar.isZero()).isTrue();
    }

    private static void check(
            int at, BigInteger a, BigInteger b, BinaryOperator<BigInteger> expected, BinaryOperator<Scalar> actual) {
        Scalar one = Scalar.reduced(Secp256k1.unsigned32(a));
        Scalar other = Scalar.reduced(Secp256k1.unsigned32(b));
        BigInteger result = new BigInteger(1, actual.apply(one, other).toBytes());
        assertThat(result)
                .as("seed %d, case %d", SEED, at)
                .isEqualTo(expected.apply(a, b).mod(N));
    }

    /** Below 2^256, often close to where carries and reductions happen. */
    private static BigInteger interesting(Random random) {
        BigInteger most = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
        BigInteger near = BigInteger.valueOf(random.nextInt(4));
        return switch (random.nextInt(6)) {
            case 0 -> near;
            case 1 -> N.subtract(near);
            case 2 -> N.add(near);
            case 3 -> most.subtract(near);
            case 4 -> BigInteger.ONE.shiftLeft(random.nextInt(256));
            default -> new BigInteger(256, random);
        };
    }
}
