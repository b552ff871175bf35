// SPDX-License-Identifier: Apache-2.0
package io.coffer.hd;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A path of BIP-32 child numbers from some key downwards.
 *
 * @param steps child numbers as unsigned 32 bits; {@link #HARDENED} is set for the hardened ones. At most 255
 */
public record KeyPath(List<Integer> steps) {
    /** The bit that makes a child number a hardened one. */
    public static final int HARDENED = 0x8000_0000;

    public static final int MAX_DEPTH = 255;

    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,9}");

    public KeyPath {
        steps = List.copyOf(steps);
        if (steps.size() > MAX_DEPTH) {
            throw new IllegalArgumentException("path: more than " + MAX_DEPTH + " steps");
        }
    }

    /**
     * Reads the one canonical spelling, such as {@code m/44'/1'/0'/0/5}: an apostrophe for hardened, no leading zeros,
     * no spaces.
     */
    public static KeyPath parse(String text) {
        String[] parts = text.split("/", -1);
        if (!parts[0].equals("m")) {
            throw new IllegalArgumentException("path: does not start with m: " + text);
        }
        List<Integer> steps = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            steps.add(step(parts[i], text));
        }
        return new KeyPath(steps);
    }

    /** The child one step below; {@code index} is 0 to 2^31-1. */
    public KeyPath child(int index) {
        return with(checked(index));
    }

    /** The hardened child one step below; {@code index} is 0 to 2^31-1. */
    public KeyPath hardenedChild(int index) {
        return with(checked(index) | HARDENED);
    }

    public static boolean isHardened(int step) {
        return (step & HARDENED) != 0;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("m");
        for (int step : steps) {
            text.append('/').append(step & ~HARDENED).append(isHardened(step) ? "'" : "");
        }
        return text.toString();
    }

    private KeyPath with(int step) {
        List<Integer> longer = new ArrayList<>(steps);
        longer.add(step);
        return new KeyPath(longer);
    }

    private static int step(String part, String whole) {
        boolean hardened = part.endsWith("'");
        String digits = hardened ? part.substring(0, part.length() - 1) : part;
        if (!NUMBER.matcher(digits).matches() || Long.parseLong(digits) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("path: no child number within 0..2^31-1: " + whole);
        }
        int index = Integer.parseInt(digits);
        return hardened ? index | HARDENED : index;
    }

    private static int checked(int index) {
        if (index < 0) {
            throw new IllegalArgumentException("index: " + index + " is not within 0..2^31-1");
        }
        return index;
    }
}
