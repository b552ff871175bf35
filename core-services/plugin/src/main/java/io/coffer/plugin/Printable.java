// SPDX-License-Identifier: Apache-2.0
package io.coffer.plugin;

/** Text of a stranger, made fit for a log line or a terminal: one line, short, no control characters. */
public final class Printable {
    private static final int MAX_LENGTH = 160;

    private Printable() {}

    public static String of(String text) {
        String start = text.substring(0, Math.min(text.length(), MAX_LENGTH)).replaceAll("[^ -~]", "?");
        return text.length() > MAX_LENGTH ? start + "..." : start;
    }
}
