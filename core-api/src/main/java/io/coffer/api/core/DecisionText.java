// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.core;

/** What the words of a person's decision are held to: they are kept for ever. */
public final class DecisionText {
    /** Characters of who decided, and of why. */
    public static final int MAX_LENGTH = 1_000;

    private DecisionText() {}

    static void require(String field, String text) {
        if (text.isBlank() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(field + ": blank, or longer than " + MAX_LENGTH + " characters");
        }
    }
}
