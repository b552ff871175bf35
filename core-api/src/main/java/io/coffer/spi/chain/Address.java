// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

/**
 * An address in the one canonical spelling of its chain. Two addresses are the same if and only if they are equal.
 *
 * @param text the canonical spelling, 1 to 128 printable ASCII characters without space
 */
public record Address(ChainId chain, String text) {
    public static final int MAX_LENGTH = 128;

    public Address {
        if (text.isEmpty() || text.length() > MAX_LENGTH || !text.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("address: not 1.." + MAX_LENGTH + " printable ASCII characters");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
