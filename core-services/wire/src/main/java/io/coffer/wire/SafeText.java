// SPDX-License-Identifier: Apache-2.0
package io.coffer.wire;

/** Text that cannot steer a terminal or a log: no control, format or line-separating character, no lone surrogate. */
public final class SafeText {
    private static final int REPLACEMENT = '\uFFFD';

    private SafeText() {}

    /** The text with each unsafe character replaced by U+FFFD. */
    public static String of(String text) {
        if (text.codePoints().allMatch(SafeText::isSafe)) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints()
                .map(character -> isSafe(character) ? character : REPLACEMENT)
                .forEach(safe::appendCodePoint);
        return safe.toString();
    }

    /** The text, made safe, and cut to {@code limit} characters with an ellipsis. */
    public static String of(String text, int limit) {
        if (text.codePointCount(0, text.length()) <= limit) {
            return of(text);
        }
        return of(text.substring(0, text.offsetByCodePoints(0, limit))) + "…";
    }

    static boolean isSafe(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
