// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.tx;

import java.util.Locale;

/** The form in which transfers are written. Transactions of either form are read, whichever is written. */
public enum TransactionType {
    /** Type 2: a base fee that is burnt, and a tip. */
    EIP1559,
    /** Before there were types: one gas price, with the chain id of EIP-155 in the signature. */
    LEGACY;

    /** As a configuration names it. */
    public String configured() {
        return name().toLowerCase(Locale.ROOT);
    }
}
