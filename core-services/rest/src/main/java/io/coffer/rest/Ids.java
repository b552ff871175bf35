// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import java.util.Optional;
import java.util.function.Function;

/** Ids as callers send them. */
final class Ids {
    private Ids() {}

    /** The id, or empty if the text has not the form of one: then nothing can have it. */
    static <T> Optional<T> find(String text, Function<String, T> constructor) {
        try {
            return Optional.of(constructor.apply(text));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** The id in a field of a body. */
    static <T> T require(String field, String text, Function<String, T> constructor, String form) throws Problem {
        return find(text, constructor).orElseThrow(() -> Problem.invalid(field, "is not " + form));
    }

    /** The form of customer, account, withdrawal and rule ids, in words. */
    static final String OPAQUE = "1..64 characters of A-Z a-z 0-9 _ -";
}
