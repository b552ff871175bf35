// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

/**
 * The id of a transaction in the one canonical spelling of its chain.
 *
 * @param text 1 to 128 printable ASCII characters without space
 */
public record TxId(String text) implements Comparable<TxId> {
    public TxId {
        if (text.isEmpty()
                || text.length() > Address.MAX_LENGTH
                || !text.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("txid: not 1.." + Address.MAX_LENGTH + " printable ASCII characters");
        }
    }

    @Override
    public int compareTo(TxId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
