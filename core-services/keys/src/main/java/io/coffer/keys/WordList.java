// SPDX-License-Identifier: Apache-2.0
package io.coffer.keys;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The English words of BIP-39, sorted, so that a word's place is found without a map of secrets. */
final class WordList {
    static final int SIZE = 2048;

    /** The longest English word has eight letters. */
    static final int MAX_WORD_LENGTH = 8;

    /** Taken from web3j's crypto artifact when this module is built. */
    private static final String RESOURCE = "en-mnemonic-word-list.txt";

    private static final WordList ENGLISH = new WordList(read());

    private final List<String> words;

    private WordList(List<String> words) {
        this.words = words;
    }

    static WordList english() {
        return ENGLISH;
    }

    String word(int place) {
        return words.get(place);
    }

    /** The place of the word that stands in {@code text} from {@code from} to before {@code to}, or -1. */
    int place(char[] text, int from, int to) {
        int low = 0;
        int high = SIZE - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = compare(words.get(middle), text, from, to);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    private static int compare(String word, char[] text, int from, int to) {
        int common = Math.min(word.length(), to - from);
        for (int i = 0; i < common; i++) {
            int difference = word.charAt(i) - text[from + i];
            if (difference != 0) {
                return difference;
            }
        }
        return word.length() - (to - from);
    }

    private static List<String> read() {
        try (InputStream in = WordList.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the bundle lacks its word list");
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            List<String> words = reader.lines().toList();
            if (words.size() != SIZE
                    || !words.equals(words.stream().sorted().distinct().toList())) {
                throw new IllegalStateException("the word list is not 2048 sorted words");
            }
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
