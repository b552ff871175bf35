// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Words, {@code -x value} or {@code --long value} options, and flags without a value of a command line. */
public final class Arguments {
    private static final Set<String> FLAGS = Set.of("--swap");

    private final List<String> words = new ArrayList<>();
    private final Map<String, String> options = new TreeMap<>();

    /** @throws IllegalArgumentException if an option has no value */
    public Arguments(List<String> line) {
        Deque<String> rest = new ArrayDeque<>(line);
        while (!rest.isEmpty()) {
            String next = rest.removeFirst();
            if (!next.startsWith("-")) {
                words.add(next);
            } else if (FLAGS.contains(next)) {
                options.put(next, "");
            } else if (rest.isEmpty()) {
                throw new IllegalArgumentException(next + ": has no value; give one after it");
            } else {
                options.put(next, rest.removeFirst());
            }
        }
    }

    public Optional<String> word(int index) {
        return index < words.size() ? Optional.of(words.get(index)) : Optional.empty();
    }

    /** @throws IllegalArgumentException if there are more than {@code most} words */
    public void allowWords(int most) {
        if (words.size() > most) {
            throw new IllegalArgumentException(words.get(most) + ": one word too many; options begin with -");
        }
    }

    /** Whether a flag is given. */
    public boolean has(String flag) {
        return options.containsKey(flag);
    }

    public Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    /** @throws IllegalArgumentException if the option is missing */
    public String require(String name) {
        return option(name).orElseThrow(() -> new IllegalArgumentException(name + ": missing"));
    }

    /** @throws IllegalArgumentException if the option is not a whole number of at least 1 */
    public int count(String name, int otherwise) {
        int value = (int) number(name, otherwise);
        if (value < 1) {
            throw new IllegalArgumentException(name + ": must be at least 1");
        }
        return value;
    }

    /** @throws IllegalArgumentException if the option is not a whole number */
    public long number(String name, long otherwise) {
        String text = options.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notNumber) {
            throw new IllegalArgumentException(name + ": not a whole number: " + text, notNumber);
        }
    }

    /** @throws IllegalArgumentException if an option is given that is none of {@code known} */
    public void allowOnly(String... known) {
        for (String name : options.keySet()) {
            if (!List.of(known).contains(name)) {
                throw new IllegalArgumentException(name + ": unknown; known are " + String.join(" ", known));
            }
        }
    }
}
