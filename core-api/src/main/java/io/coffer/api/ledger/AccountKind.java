// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.ledger;

/** What a ledger account stands for, which side it grows on and whether it may be overdrawn. */
public enum AccountKind {
    /** What we owe to a customer's account. Owner: the account id. */
    CUSTOMER(false, true),
    /** The house's own funds. No owner. */
    HOUSE(false, true),
    /** What our addresses hold on one network. Owner: the CAIP-19 id. */
    CUSTODY(true, false),
    /** Fees that customers paid to us. No owner. */
    FEES(false, true),
    /** Network fees that we paid. Owner: the CAIP-19 id of the asset they were paid in. */
    GAS_EXPENSE(true, false),
    /** What arrived and belongs to no one yet. No owner. */
    SUSPENSE(false, true),
    /** What we credited and the chain took back. No owner. */
    EXPOSURE(true, false),
    /** Losses that were written off. No owner. */
    BAD_DEBT(true, false),
    /** Remainders of conversions between network and ledger decimals. Owner: the CAIP-19 id. */
    ROUNDING(false, false);

    private final boolean debitNormal;
    private final boolean guarded;

    AccountKind(boolean debitNormal, boolean guarded) {
        this.debitNormal = debitNormal;
        this.guarded = guarded;
    }

    /** Whether a debit makes the balance greater (an asset or expense) rather than smaller. */
    public boolean isDebitNormal() {
        return debitNormal;
    }

    /** Whether balance less holds may never fall below zero. */
    public boolean isGuarded() {
        return guarded;
    }
}
