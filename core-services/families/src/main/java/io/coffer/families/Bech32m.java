// SPDX-License-Identifier: Apache-2.0
package io.coffer.families;

import io.coffer.spi.chain.InvalidAddressException;
import io.coffer.spi.money.Bytes;
import java.util.Arrays;
import java.util.Locale;

/** Bech32m, the checksummed base 32 of BIP-350. */
final class Bech32m {
    static final int MAX_LENGTH = 90;

    private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    private static final int CONSTANT = 0x2bc830a3;
    private static final int CHECKSUM_SYMBOLS = 6;

    private Bech32m() {}

    /** A decoded text: the part before the last 1, in lower case, and the symbols after it without the checksum. */
    record Decoded(String prefix, Bytes symbols) {}

    /** @param symbols values within 0..31 */
    static String encode(String prefix, byte[] symbols) {
        byte[] values = Arrays.copyOf(symbols, symbols.length + CHECKSUM_SYMBOLS);
        int checksum = polymod(prefix, values) ^ CONSTANT;
        for (int i = 0; i < CHECKSUM_SYMBOLS; i++) {
            values[symbols.length + i] = (byte) ((checksum >>> (5 * (CHECKSUM_SYMBOLS - 1 - i))) & 31);
        }
        StringBuilder text = new StringBuilder(prefix).append('1');
        for (byte value : values) {
            text.append(ALPHABET.charAt(value));
        }
        return text.toString();
    }

    static Decoded decode(String text) throws InvalidAddressException {
        if (text.length() > MAX_LENGTH) {
            throw new InvalidAddressException("longer than " + MAX_LENGTH + " characters");
        }
        if (!text.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new InvalidAddressException("a character that is not printable ASCII");
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (!text.equals(lower) && !text.equals(text.toUpperCase(Locale.ROOT))) {
            throw new InvalidAddressException("upper and lower case are mixed");
        }
        int separator = lower.lastIndexOf('1');
        if (separator < 1 || separator + 1 + CHECKSUM_SYMBOLS > lower.length()) {
            throw new InvalidAddressException("no prefix, or too short for a checksum");
        }
        String prefix = lower.substring(0, separator);
        byte[] values = new byte[lower.length() - separator - 1];
        for (int i = 0; i < values.length; i++) {
            int value = ALPHABET.indexOf(lower.charAt(separator + 1 + i));
            if (value < 0) {
                throw new InvalidAddressException("a character that base 32 does not have");
            }
            values[i] = (byte) value;
        }
        if (polymod(prefix, values) != CONSTANT) {
            throw new InvalidAddressException("the checksum is wrong");
        }
        return new Decoded(prefix, Bytes.of(Arrays.copyOf(values, values.length - CHECKSUM_SYMBOLS)));
    }

    /** Regroups bytes to symbols of five bits, the last one filled up with zeros (BIP-173). */
    static byte[] toSymbols(byte[] bytes) {
        byte[] symbols = new byte[(bytes.length * 8 + 4) / 5];
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            int value = (bytes[bit / 8] >>> (7 - bit % 8)) & 1;
            symbols[bit / 5] |= (byte) (value << (4 - bit % 5));
        }
        return symbols;
    }

    /** Regroups symbols to bytes; what fills up the last symbol must be zeros, and fewer than five (BIP-173). */
    static byte[] toBytes(byte[] symbols) throws InvalidAddressException {
        byte[] bytes = new byte[symbols.length * 5 / 8];
        for (int bit = 0; bit < symbols.length * 5; bit++) {
            int value = (symbols[bit / 5] >>> (4 - bit % 5)) & 1;
            if (bit < bytes.length * 8) {
                bytes[bit / 8] |= (byte) (value << (7 - bit % 8));
            } else if (value != 0) {
                throw new InvalidAddressException("the padding is not zero");
            }
        }
        if (symbols.length * 5 - bytes.length * 8 > 4) {
            throw new InvalidAddressException("the padding is longer than four bits");
        }
        return bytes;
    }

    private static int polymod(String prefix, byte[] values) {
        int check = 1;
        for (int i = 0; i < prefix.length(); i++) {
            check = step(check, prefix.charAt(i) >>> 5);
        }
        check = step(check, 0);
        for (int i = 0; i < prefix.length(); i++) {
            check = step(check, prefix.charAt(i) & 31);
        }
        for (byte value : values) {
            check = step(check, value);
        }
        return check;
    }

    private static int step(int check, int value) {
        int top = check >>> 25;
        int next = ((check & 0x1ff_ffff) << 5) ^ value;
        for (int i = 0; i < GENERATOR.length; i++) {
            next ^= ((top >>> i) & 1) == 1 ? GENERATOR[i] : 0;
        }
        return next;
    }
}
