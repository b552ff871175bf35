// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.tx;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The form in which transfers are written. Transactions of either form are read, whichever is written. */
public enum TransactionType {
    /** Type 2: a base fee that is burnt, and a tip. */
    EIP1559,
    /** Before there were types: one gas price, with the chain id of EIP-155 in the signature. */
    LEGACY;

    /** The type as a configuration names it. */
    public static Optional<TransactionType> named(String name) {
        return Stream.of(values())
                .filter(type -> type.configured().equals(name))
                .findFirst();
    }

    /** As a configuration names it. */
    public String configured() {
        return name().toLowerCase(Locale.ROOT);
    }
}
