// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

/** A rule forbids to sign. */
class DeniedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String rule;

    /** @param rule short and stable, such as {@code withdrawal.state} */
    DeniedException(String rule, String reason) {
        super(reason);
        this.rule = rule;
    }

    String rule() {
        return rule;
    }
}
