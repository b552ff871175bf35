// SPDX-License-Identifier: Apache-2.0
package io.coffer.keys;

import io.coffer.hd.Digests;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Seeds as English words (BIP-39). Everything that goes in or out is the caller's to wipe. */
final class Mnemonic {
    static final int SEED_BYTES = 64;

    private static final int BITS_PER_WORD = 11;
    private static final int MIN_WORDS = 12;
    private static final int MAX_WORDS = 24;
    private static final int ROUNDS = 2048;

    /** Room for 24 of the longest words and for some generous spacing. */
    private static final int MAX_LENGTH = 1024;

    private Mnemonic() {}

    /**
     * The words for some entropy, separated by single spaces.
     *
     * @param entropy 16, 20, 24, 28 or 32 bytes
     */
    static char[] words(byte[] entropy) {
        if (entropy.length < 16 || entropy.length > 32 || entropy.length % 4 != 0) {
            throw new IllegalArgumentException("entropy: not 16, 20, 24, 28 or 32 bytes");
        }
        int count = entropy.length * 3 / 4;
        byte[] bits = Arrays.copyOf(entropy, entropy.length + 1);
        bits[entropy.length] = Digests.sha256(entropy)[0];
        char[] room = new char[count * (WordList.MAX_WORD_LENGTH + 1)];
        int length = 0;
        for (int i = 0; i < count; i++) {
            String word = WordList.english().word(bits(bits, i * BITS_PER_WORD));
            if (i > 0) {
                room[length++] = ' ';
            }
            word.getChars(0, word.length(), room, length);
            length += word.length();
        }
        char[] words = Arrays.copyOf(room, length);
        Secrets.wipe(room);
        Secrets.wipe(bits);
        return words;
    }

    /**
     * The canonical spelling of words that a person typed: lower case, single spaces.
     *
     * @throws IllegalArgumentException if the number of words, a word or the checksum is wrong; the message names the
     *     place of a wrong word, not the word
     */
    static char[] canonical(char[] typed) {
        if (typed.length > MAX_LENGTH) {
            throw new IllegalArgumentException("words: more than " + MAX_LENGTH + " characters");
        }
        int[] places = new int[MAX_WORDS];
        byte[] entropy = new byte[0];
        try {
            int count = places(typed, places);
            if (count < MIN_WORDS || count % 3 != 0) {
                throw new IllegalArgumentException("words: not 12, 15, 18, 21 or 24 words but " + count);
            }
            entropy = entropy(places, count);
            char[] canonical = words(entropy);
            // The words of the same entropy differ from those given in the checksum only, which is in the last word.
            if (!hasPlaces(canonical, places)) {
                Secrets.wipe(canonical);
                throw new IllegalArgumentException("words: the checksum is wrong: a word is mistaken or out of order");
            }
            return canonical;
        } finally {
            Secrets.wipe(places);
            Secrets.wipe(entropy);
        }
    }

    /**
     * The 64 bytes of seed: PBKDF2 with HMAC-SHA-512 and 2048 rounds, of which one block is just enough.
     *
     * @param words in canonical spelling
     * @param passphrase BIP-39's own, in NFKD; often empty
     */
    static byte[] seed(char[] words, char[] passphrase) {
        byte[] key = Secrets.utf8(words);
        byte[] salt = Secrets.utf8(passphrase);
        try (SecretHmac hmac = SecretHmac.sha512(key)) {
            byte[] block = hmac.of("mnemonic".getBytes(StandardCharsets.US_ASCII), salt, new byte[] {0, 0, 0, 1});
            byte[] seed = block.clone();
            for (int round = 1; round < ROUNDS; round++) {
                byte[] next = hmac.of(block);
                Secrets.wipe(block);
                block = next;
                for (int i = 0; i < SEED_BYTES; i++) {
                    seed[i] ^= block[i];
                }
            }
            Secrets.wipe(block);
            return seed;
        } finally {
            Secrets.wipe(key);
            Secrets.wipe(salt);
        }
    }

    /** Fills in the place of each word and returns how many there are. */
    private static int places(char[] typed, int[] places) {
        char[] lower = typed.clone();
        for (int i = 0; i < lower.length; i++) {
            lower[i] = lower[i] >= 'A' && lower[i] <= 'Z' ? (char) (lower[i] + 'a' - 'A') : lower[i];
        }
        try {
            int count = 0;
            for (int at = 0; at < lower.length; ) {
                int end = at;
                while (end < lower.length && !isSpace(lower[end])) {
                    end++;
                }
                if (end > at) {
                    int place = WordList.english().place(lower, at, end);
                    if (place < 0) {
                        throw new IllegalArgumentException("words: word " + (count + 1) + " is not in the list");
                    }
                    if (count == MAX_WORDS) {
                        throw new IllegalArgumentException("words: more than " + MAX_WORDS);
                    }
                    places[count++] = place;
                }
                at = end + 1;
            }
            return count;
        } finally {
            Secrets.wipe(lower);
        }
    }

    private static byte[] entropy(int[] places, int count) {
        byte[] bits = new byte[count * BITS_PER_WORD / 8 + 1];
        for (int at = 0; at < count * BITS_PER_WORD; at++) {
            int bit = (places[at / BITS_PER_WORD] >>> (BITS_PER_WORD - 1 - at % BITS_PER_WORD)) & 1;
            bits[at / 8] |= (byte) (bit << (7 - at % 8));
        }
        byte[] entropy = Arrays.copyOf(bits, count * 4 / 3);
        Secrets.wipe(bits);
        return entropy;
    }

    private static boolean hasPlaces(char[] words, int[] places) {
        int[] own = new int[MAX_WORDS];
        places(words, own);
        boolean same = Arrays.equals(own, places);
        Secrets.wipe(own);
        return same;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    /** Eleven bits from bit {@code from} on. */
    private static int bits(byte[] bits, int from) {
        int value = 0;
        for (int at = from; at < from + BITS_PER_WORD; at++) {
            value = (value << 1) | ((bits[at / 8] >>> (7 - at % 8)) & 1);
        }
        return value;
    }
}
