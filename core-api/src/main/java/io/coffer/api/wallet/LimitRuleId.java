// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.wallet;

/**
 * A withdrawal limit rule.
 *
 * @param text 1 to 64 characters of {@code [A-Za-z0-9_-]}; opaque, no personal data
 */
public record LimitRuleId(String text) implements Comparable<LimitRuleId> {
    public LimitRuleId {
        OpaqueId.require("rule", text);
    }

    @Override
    public int compareTo(LimitRuleId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
