// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.wallet;

import io.coffer.spi.chain.Address;

/** Whose money a transaction of ours moves. */
public sealed interface Payer {
    /** A customer's account: the amount is held and captured, and the hot wallet sends it. */
    record Customer(AccountId account) implements Payer {}

    /**
     * The house, between two addresses of ours: no customer's balance changes, whatever becomes of it.
     *
     * @param from the address that sends it
     */
    record House(Address from, HousePurpose purpose) implements Payer {}
}
