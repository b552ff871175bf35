// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.ledger;

import io.coffer.api.asset.AssetId;
import java.math.BigInteger;

/**
 * A whole number of ledger units of one asset.
 *
 * @param units 0 to 2^127-1
 */
public record Money(AssetId asset, BigInteger units) {
    public static final int MAX_BITS = 127;

    public Money {
        if (units.signum() < 0 || units.bitLength() > MAX_BITS) {
            throw new IllegalArgumentException("units: not within 0..2^127-1");
        }
    }

    public static Money of(AssetId asset, long units) {
        return new Money(asset, BigInteger.valueOf(units));
    }
}
