// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.rpc;

/** Text of a stranger, made fit for a log line or a terminal: one line, printable, short. */
public final class Excerpt {
    private static final int MAX_LENGTH = 160;

    private Excerpt() {}

    public static String of(String text) {
        StringBuilder excerpt = new StringBuilder();
        for (int i = 0; i < text.length() && excerpt.length() < MAX_LENGTH; i++) {
            char c = text.charAt(i);
            excerpt.append(c >= ' ' && c < 127 ? c : '?');
        }
        return text.length() > MAX_LENGTH ? excerpt + "..." : excerpt.toString();
    }
}
