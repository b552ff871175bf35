// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.wallet;

import io.coffer.spi.chain.Address;
import io.coffer.spi.money.Amount;
import java.util.Optional;

/**
 * What a customer asks for. It never changes once it is taken.
 *
 * @param amount what the destination receives, in network units, greater than zero
 * @param feeCap the most that the network fee may be, in the chain's native asset
 * @param externalId the exchange's own reference, unique for ever, 1 to 64 characters
 */
public record WithdrawalRequest(
        AccountId account,
        Address to,
        Optional<String> tag,
        Amount amount,
        Amount feeCap,
        Optional<String> externalId) {
    public WithdrawalRequest {
        if (amount.isZero()) {
            throw new IllegalArgumentException("amount: must be greater than zero");
        }
    }
}
