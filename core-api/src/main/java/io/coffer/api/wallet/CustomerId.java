// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.wallet;

/**
 * A customer of the exchange.
 *
 * @param text 1 to 64 characters of {@code [A-Za-z0-9_-]}; opaque, no personal data
 */
public record CustomerId(String text) implements Comparable<CustomerId> {
    public CustomerId {
        OpaqueId.require("customer", text);
    }

    @Override
    public int compareTo(CustomerId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
