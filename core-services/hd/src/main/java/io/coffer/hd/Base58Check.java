// SPDX-License-Identifier: Apache-2.0
package io.coffer.hd;

import java.util.Arrays;

/**
 * Base58 with a checksum of four bytes, as extended keys are written.
 *
 * <p>Works on arrays throughout, so that a caller who encodes a secret can wipe what it was made of.
 */
public final class Base58Check {
    /** An extended key has 111 characters; nothing longer is read. */
    public static final int MAX_LENGTH = 128;

    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final int BASE = 58;
    private static final int CHECKSUM_BYTES = 4;

    private Base58Check() {}

    public static char[] encode(byte[] payload) {
        byte[] number = Arrays.copyOf(payload, payload.length + CHECKSUM_BYTES);
        System.arraycopy(Digests.sha256d(payload), 0, number, payload.length, CHECKSUM_BYTES);
        // Each byte needs log(256)/log(58) = 1.37 digits; two are always enough.
        char[] reversed = new char[number.length * 2];
        int digits = 0;
        int zeros = leadingZeros(number);
        for (int from = zeros; from < number.length; ) {
            reversed[digits++] = ALPHABET.charAt(divide(number, from, 256, BASE));
            if (number[from] == 0) {
                from++;
            }
        }
        while (digits > 0 && reversed[digits - 1] == ALPHABET.charAt(0)) {
            digits--;
        }
        char[] text = new char[zeros + digits];
        Arrays.fill(text, 0, zeros, ALPHABET.charAt(0));
        for (int i = 0; i < digits; i++) {
            text[zeros + i] = reversed[digits - 1 - i];
        }
        Arrays.fill(number, (byte) 0);
        Arrays.fill(reversed, '\0');
        return text;
    }

    /**
     * The payload without its checksum.
     *
     * @throws IllegalArgumentException if a character is not of the alphabet, the text is too long or too short, or the
     *     checksum is wrong; the message does not repeat the text, which may be a secret
     */
    public static byte[] decode(CharSequence text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("base58: longer than " + MAX_LENGTH + " characters");
        }
        byte[] digits = new byte[text.length()];
        for (int i = 0; i < digits.length; i++) {
            int digit = ALPHABET.indexOf(text.charAt(i));
            if (digit < 0) {
                throw new IllegalArgumentException("base58: character " + i + " is not of the alphabet");
            }
            digits[i] = (byte) digit;
        }
        byte[] number = fromDigits(digits);
        if (number.length < CHECKSUM_BYTES) {
            throw new IllegalArgumentException("base58: too short for a checksum");
        }
        byte[] payload = Arrays.copyOf(number, number.length - CHECKSUM_BYTES);
        byte[] expected = Arrays.copyOf(Digests.sha256d(payload), CHECKSUM_BYTES);
        if (!Arrays.equals(expected, 0, CHECKSUM_BYTES, number, payload.length, number.length)) {
            throw new IllegalArgumentException("base58: wrong checksum");
        }
        return payload;
    }

    private static byte[] fromDigits(byte[] digits) {
        int zeros = leadingZeros(digits);
        byte[] reversed = new byte[digits.length];
        int length = 0;
        for (int from = zeros; from < digits.length; ) {
            reversed[length++] = (byte) divide(digits, from, BASE, 256);
            if (digits[from] == 0) {
                from++;
            }
        }
        while (length > 0 && reversed[length - 1] == 0) {
            length--;
        }
        byte[] number = new byte[zeros + length];
        for (int i = 0; i < length; i++) {
            number[zeros + i] = reversed[length - 1 - i];
        }
        return number;
    }

    private static int leadingZeros(byte[] number) {
        int zeros = 0;
        while (zeros < number.length && number[zeros] == 0) {
            zeros++;
        }
        return zeros;
    }

    /** Divides the number, most significant digit first, in place and returns the remainder. */
    private static int divide(byte[] number, int from, int base, int divisor) {
        int remainder = 0;
        for (int i = from; i < number.length; i++) {
            int part = remainder * base + (number[i] & 0xff);
            number[i] = (byte) (part / divisor);
            remainder = part % divisor;
        }
        return remainder;
    }
}
