// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.wallet;

import io.coffer.spi.chain.Address;
import io.coffer.spi.money.Amount;
import java.util.Optional;

/**
 * What a customer asks for, or what the house moves between its own addresses. It never changes once it is taken.
 *
 * @param tag none for the house
 * @param amount what the destination receives, in network units, greater than zero
 * @param feeCap the most that the network fee may be, in the chain's native asset
 * @param externalId the exchange's own reference, unique for ever, 1 to 64 characters; none for the house
 */
public record WithdrawalRequest(
        Payer payer, Address to, Optional<String> tag, Amount amount, Amount feeCap, Optional<String> externalId) {
    public WithdrawalRequest {
        if (amount.isZero()) {
            throw new IllegalArgumentException("amount: must be greater than zero");
        }
        if (payer instanceof Payer.House && (tag.isPresent() || externalId.isPresent())) {
            throw new IllegalArgumentException("tag, externalId: a transfer of the house has neither");
        }
    }

    /** The customer's account; empty if it is a transfer of the house. */
    public Optional<AccountId> account() {
        return payer instanceof Payer.Customer customer ? Optional.of(customer.account()) : Optional.empty();
    }

    /** The transfer of the house; empty if a customer pays. */
    public Optional<Payer.House> house() {
        return payer instanceof Payer.House house ? Optional.of(house) : Optional.empty();
    }
}
