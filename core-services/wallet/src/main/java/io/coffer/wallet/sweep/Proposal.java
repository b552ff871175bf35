// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.sweep;

import io.coffer.api.wallet.HousePurpose;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.spi.chain.Address;
import io.coffer.spi.money.Amount;

/** What is to be done about a candidate. */
sealed interface Proposal {
    /** A transfer of the house. */
    record Transfer(WithdrawalId id, HousePurpose purpose, Address from, Address to, Amount amount)
            implements Proposal {}

    /** Nothing now. */
    record Not(String code, String reason) implements Proposal {}
}
