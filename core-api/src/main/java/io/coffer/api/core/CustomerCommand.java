// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.core;

import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.CustomerId;

/** Commands on customers and their accounts. */
public sealed interface CustomerCommand extends Command {
    /** Refused with {@code customer.exists} if the id is taken. */
    record CreateCustomer(CustomerId customer) implements CustomerCommand {}

    /** Refused with {@code customer.unknown} or {@code account.exists}. */
    record OpenAccount(AccountId account, CustomerId customer) implements CustomerCommand {}

    /**
     * Lets nothing leave an account: its withdrawals are rejected or wait, and no batch debits or holds it. Deposits
     * are credited. The same happens by rule where the chain takes back what was credited to it. Changes nothing if it
     * is frozen already. Refused with {@code account.unknown}.
     *
     * @param reason in words, not blank, at most {@link DecisionText#MAX_LENGTH} characters, no personal data
     */
    record FreezeAccount(AccountId account, String reason) implements CustomerCommand {
        public FreezeAccount {
            DecisionText.require("reason", reason);
        }
    }

    /**
     * Ends a freeze. Refused with {@code account.not-frozen}.
     *
     * @param decidedBy who answers for it; as {@code reason} not blank, at most {@link DecisionText#MAX_LENGTH} characters,
     *     no personal data
     */
    record UnfreezeAccount(AccountId account, String decidedBy, String reason) implements CustomerCommand {
        public UnfreezeAccount {
            DecisionText.require("decidedBy", decidedBy);
            DecisionText.require("reason", reason);
        }
    }
}
