// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.format;

import java.util.Locale;

/** Addresses: Bech32m (BIP-350) of a version symbol 0 and the 20 bytes of hash160 (regrouped as in BIP-173). */
public final class DevnetAddress {
    private static final String PREFIX = "dev";
    private static final String SYMBOLS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int BECH32M = 0x2bc830a3;
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    private static final int HASH_SYMBOLS = 32;
    private static final int CHECKSUM_SYMBOLS = 6;
    private static final int DATA_SYMBOLS = 1 + HASH_SYMBOLS;
    private static final int LENGTH = PREFIX.length() + 1 + DATA_SYMBOLS + CHECKSUM_SYMBOLS;

    private DevnetAddress() {}

    /** The address of the key whose hash160 is {@code hash}. */
    public static String of(Octets hash) {
        if (hash.length() != Hashes.HASH160_LENGTH) {
            throw new IllegalArgumentException("hash: " + hash.length() + " bytes, expected 20");
        }
        int[] data = new int[DATA_SYMBOLS + CHECKSUM_SYMBOLS];
        // 20 bytes are exactly 32 groups of five bits, so there is no padding.
        for (int i = 0; i < HASH_SYMBOLS; i++) {
            data[1 + i] = fiveBits(hash, i * 5);
        }
        int checksum = polymod(data) ^ BECH32M;
        for (int i = 0; i < CHECKSUM_SYMBOLS; i++) {
            data[DATA_SYMBOLS + i] = (checksum >>> (5 * (CHECKSUM_SYMBOLS - 1 - i))) & 31;
        }
        StringBuilder text = new StringBuilder(LENGTH).append(PREFIX).append('1');
        for (int symbol : data) {
            text.append(SYMBOLS.charAt(symbol));
        }
        return text.toString();
    }

    /** The hash160 that an address names. All upper case is read as lower case; mixed case is refused. */
    public static Octets parse(String text) throws MalformedException {
        if (text.length() != LENGTH) {
            throw new MalformedException("address: not " + LENGTH + " characters");
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (!text.equals(lower) && !text.equals(text.toUpperCase(Locale.ROOT))) {
            throw new MalformedException("address: mixed case");
        }
        if (!lower.startsWith(PREFIX + "1")) {
            throw new MalformedException("address: does not start with dev1");
        }
        int[] data = new int[DATA_SYMBOLS + CHECKSUM_SYMBOLS];
        for (int i = 0; i < data.length; i++) {
            data[i] = SYMBOLS.indexOf(lower.charAt(PREFIX.length() + 1 + i));
            if (data[i] < 0) {
                throw new MalformedException("address: a character that Bech32 does not use");
            }
        }
        if (polymod(data) != BECH32M) {
            throw new MalformedException("address: wrong checksum");
        }
        if (data[0] != 0) {
            throw new MalformedException("address: unknown version");
        }
        return hash(data);
    }

    private static Octets hash(int[] data) {
        byte[] hash = new byte[Hashes.HASH160_LENGTH];
        for (int bit = 0; bit < hash.length * 8; bit++) {
            int symbol = data[1 + bit / 5];
            hash[bit / 8] |= (byte) (((symbol >>> (4 - bit % 5)) & 1) << (7 - bit % 8));
        }
        return Octets.of(hash);
    }

    private static int fiveBits(Octets hash, int firstBit) {
        int group = 0;
        for (int bit = firstBit; bit < firstBit + 5; bit++) {
            group = (group << 1) | ((hash.at(bit / 8) >>> (7 - bit % 8)) & 1);
        }
        return group;
    }

    /** The checksum function of BIP-173 over the expanded prefix and {@code data}. */
    private static int polymod(int[] data) {
        int state = 1;
        for (int i = 0; i < PREFIX.length(); i++) {
            state = step(state, PREFIX.charAt(i) >>> 5);
        }
        state = step(state, 0);
        for (int i = 0; i < PREFIX.length(); i++) {
            state = step(state, PREFIX.charAt(i) & 31);
        }
        for (int symbol : data) {
            state = step(state, symbol);
        }
        return state;
    }

    private static int step(int state, int symbol) {
        int top = state >>> 25;
        int next = ((state & 0x1ffffff) << 5) ^ symbol;
        for (int i = 0; i < GENERATOR.length; i++) {
            if (((top >>> i) & 1) == 1) {
                next ^= GENERATOR[i];
            }
        }
        return next;
    }
}
