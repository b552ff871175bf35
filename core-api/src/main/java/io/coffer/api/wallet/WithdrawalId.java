// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.wallet;

/**
 * A withdrawal.
 *
 * @param text 1 to 64 characters of {@code [A-Za-z0-9_-]}; opaque, no personal data
 */
public record WithdrawalId(String text) implements Comparable<WithdrawalId> {
    public WithdrawalId {
        OpaqueId.require("withdrawal", text);
    }

    @Override
    public int compareTo(WithdrawalId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
