// SPDX-License-Identifier: Apache-2.0
package io.coffer.keys;

import io.coffer.hd.Secp256k1;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.math.raw.Nat;
import org.bouncycastle.math.raw.Nat256;

/**
 * A secret number modulo the order of secp256k1 that can be overwritten, unlike a BigInteger.
 *
 * <p>Its running time does not depend on the value, but for {@link #timesGenerator} and {@link #inverse}, which hand
 * the library only numbers that are random by themselves.
 */
final class Scalar implements AutoCloseable {
    static final int BYTES = 32;

    private static final int WORDS = 8;
    private static final long WORD = 0xffff_ffffL;
    private static final int[] ORDER = Nat256.fromBigInteger(Secp256k1.N);

    /** 2^256 less the order: 129 bits. */
    private static final int[] COMPLEMENT =
            Nat.fromBigInteger(160, BigInteger.ONE.shiftLeft(256).subtract(Secp256k1.N));

    /** A product has 512 bits; each fold takes away 127, the last one a carry. */
    private static final int FOLDS = 4;

    /** Least significant word first. */
    private final int[] words;

    private Scalar(int[] words) {
        this.words = words;
    }

    /** Whether 32 big-endian bytes are a private key: within 1..n-1. */
    static boolean isPrivateKey(byte[] bytes) {
        int[] words = words(bytes);
        boolean inRange = !Nat256.gte(words, ORDER) && !Nat256.isZero(words);
        Secrets.wipe(words);
        return inRange;
    }

    /** The number that 32 big-endian bytes are, less the order if they are not below it. */
    static Scalar reduced(byte[] bytes) {
        int[] words = words(bytes);
        subtractOrderOnce(words);
        return new Scalar(words);
    }

    private static Scalar random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        try {
            do {
                random.nextBytes(bytes);
            } while (!isPrivateKey(bytes));
            return reduced(bytes);
        } finally {
            Secrets.wipe(bytes);
        }
    }

    Scalar plus(Scalar other) {
        int[] sum = new int[WORDS * 2];
        sum[WORDS] = Nat256.add(words, other.words, sum);
        return folded(sum);
    }

    Scalar times(Scalar other) {
        int[] product = Nat256.createExt();
        Nat256.mul(words, other.words, product);
        return folded(product);
    }

    /** The order less this number; this number is not zero. */
    Scalar negated() {
        int[] difference = Nat256.create();
        Nat256.sub(ORDER, words, difference);
        return new Scalar(difference);
    }

    /** The multiplicative inverse; this number is not zero. */
    Scalar inverse(SecureRandom random) {
        try (Scalar blind = random(random);
                Scalar blinded = times(blind);
                Scalar inverse = ofPublic(blinded.asRandomNumber().modInverse(Secp256k1.N))) {
            return inverse.times(blind);
        }
    }

    /**
     * The generator taken this many times, as the sum of two random shares, so that neither a trace on the heap nor the
     * running time says anything of this number.
     */
    ECPoint timesGenerator(SecureRandom random) {
        try (Scalar share = random(random);
                Scalar negated = share.negated();
                Scalar rest = plus(negated)) {
            FixedPointCombMultiplier multiplier = new FixedPointCombMultiplier();
            ECPoint one = multiplier.multiply(Secp256k1.generator(), share.asRandomNumber());
            ECPoint other = multiplier.multiply(Secp256k1.generator(), rest.asRandomNumber());
            return one.add(other).normalize();
        }
    }

    static Scalar ofPublic(BigInteger number) {
        return new Scalar(Nat256.fromBigInteger(number));
    }

    boolean isZero() {
        return Nat256.isZero(words);
    }

    /** 32 bytes, big-endian; the caller wipes them. */
    byte[] toBytes() {
        byte[] bytes = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            bytes[BYTES - 1 - i] = (byte) (words[i / 4] >>> (8 * (i % 4)));
        }
        return bytes;
    }

    /** As a BigInteger, which cannot be wiped: only for what is random by itself or public. */
    BigInteger asRandomNumber() {
        return Nat256.toBigInteger(words);
    }

    @Override
    public void close() {
        Secrets.wipe(words);
    }

    @Override
    public String toString() {
        return "Scalar";
    }

    private static int[] words(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("scalar: not " + BYTES + " bytes");
        }
        int[] words = new int[WORDS];
        for (int i = 0; i < BYTES; i++) {
            words[i / 4] |= (bytes[BYTES - 1 - i] & 0xff) << (8 * (i % 4));
        }
        return words;
    }

    private static Scalar folded(int[] wide) {
        for (int i = 0; i < FOLDS; i++) {
            fold(wide);
        }
        int[] low = Arrays.copyOf(wide, WORDS);
        Secrets.wipe(wide);
        subtractOrderOnce(low);
        return new Scalar(low);
    }

    /** Replaces high * 2^256 + low by high * COMPLEMENT + low, which is the same modulo the order. */
    private static void fold(int[] wide) {
        int[] high = Arrays.copyOfRange(wide, WORDS, wide.length);
        Arrays.fill(wide, WORDS, wide.length, 0);
        for (int i = 0; i < WORDS; i++) {
            long carry = 0;
            for (int j = 0; i + j < wide.length; j++) {
                long factor = j < COMPLEMENT.length ? COMPLEMENT[j] & WORD : 0;
                long part = (high[i] & WORD) * factor + (wide[i + j] & WORD) + carry;
                wide[i + j] = (int) part;
                carry = part >>> 32;
            }
        }
        Secrets.wipe(high);
    }

    /** What is below 2^256 is below twice the order. */
    private static void subtractOrderOnce(int[] words) {
        int[] difference = Nat256.create();
        int keep = Nat256.sub(words, ORDER, difference);
        for (int i = 0; i < WORDS; i++) {
            words[i] = (words[i] & keep) | (difference[i] & ~keep);
        }
        Secrets.wipe(difference);
    }
}
