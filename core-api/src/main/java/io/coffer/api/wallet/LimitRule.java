// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.wallet;

import io.coffer.api.ledger.Money;
import java.util.Optional;

/**
 * Allows withdrawals of one asset up to two limits. Without a rule that matches, every withdrawal is refused; with
 * several, all must hold.
 *
 * @param account the one account that it speaks of, or empty for each account by itself
 * @param perTransaction the most that one withdrawal may be
 * @param perDay the most that one account may withdraw within any 24 hours
 */
public record LimitRule(LimitRuleId id, Optional<AccountId> account, Money perTransaction, Money perDay) {
    public LimitRule {
        if (!perTransaction.asset().equals(perDay.asset())) {
            throw new IllegalArgumentException("perDay: is in another asset than perTransaction");
        }
    }
}
