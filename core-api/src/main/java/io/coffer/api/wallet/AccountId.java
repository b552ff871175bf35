// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.wallet;

/**
 * One account of a customer; it holds balances in any number of assets.
 *
 * @param text 1 to 64 characters of {@code [A-Za-z0-9_-]}; opaque, no personal data
 */
public record AccountId(String text) implements Comparable<AccountId> {
    public AccountId {
        OpaqueId.require("account", text);
    }

    @Override
    public int compareTo(AccountId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
