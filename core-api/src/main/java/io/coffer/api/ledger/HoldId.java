// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.ledger;

/**
 * A hold, chosen by the caller and never used twice. Those that begin with {@code withdrawal:} are the node's own.
 *
 * @param text 1 to {@link #MAX_LENGTH} characters
 */
public record HoldId(String text) implements Comparable<HoldId> {
    public static final int MAX_LENGTH = 80;

    public HoldId {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("hold: not 1.." + MAX_LENGTH + " characters");
        }
    }

    @Override
    public int compareTo(HoldId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
