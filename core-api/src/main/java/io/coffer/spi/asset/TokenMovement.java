// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.asset;

import io.coffer.spi.chain.Address;
import io.coffer.spi.money.Amount;

/**
 * Tokens that went from one address to another, as the token's contract wrote it down.
 *
 * @param logIndex {@link ContractLog#index} of the log that says so
 * @param from for new tokens whatever the contract names, on EVM chains the zero address
 * @param to for destroyed tokens whatever the contract names, on EVM chains the zero address
 * @param amount what reached {@code to}; more than nothing
 */
public record TokenMovement(int logIndex, Address from, Address to, Amount amount) {
    public TokenMovement {
        if (logIndex < 0) {
            throw new IllegalArgumentException("logIndex: " + logIndex + " is negative");
        }
        if (amount.isZero()) {
            throw new IllegalArgumentException("amount: zero moves nothing");
        }
        if (from.equals(to)) {
            throw new IllegalArgumentException("to: " + to + " is from, so that nothing moved");
        }
    }
}
