// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import java.math.BigInteger;

/** From a network's units to the ledger's, where the two have different decimals. */
record Conversion(int networkDecimals, int ledgerDecimals) {
    /** Rounded down, below zero too. */
    BigInteger floor(BigInteger networkUnits) {
        if (networkDecimals <= ledgerDecimals) {
            return networkUnits.multiply(scale());
        }
        BigInteger[] parts = networkUnits.divideAndRemainder(scale());
        return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    /** Rounded up. */
    BigInteger ceiling(BigInteger networkUnits) {
        return floor(networkUnits.negate()).negate();
    }

    private BigInteger scale() {
        return BigInteger.TEN.pow(Math.abs(networkDecimals - ledgerDecimals));
    }
}
