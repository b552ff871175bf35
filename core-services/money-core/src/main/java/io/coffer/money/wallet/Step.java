// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.money.rules.Outcome;

/** Where a command takes a withdrawal. */
sealed interface Step {
    /** To this, which may be what it was. */
    record To(WithdrawalEntry entry) implements Step {}

    /** Nowhere. */
    record Refused(Outcome.Refused refused) implements Step {}
}
