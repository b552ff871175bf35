// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.money;

import java.math.BigInteger;

/**
 * A whole number of the smallest units of one asset on one network: wei, satoshi, sun.
 *
 * @param units 0 to 2^256-1
 */
public record Amount(NetworkAssetId asset, BigInteger units) {
    public static final int MAX_BITS = 256;

    public Amount {
        if (units.signum() < 0 || units.bitLength() > MAX_BITS) {
            throw new IllegalArgumentException("units: not within 0..2^256-1");
        }
    }

    public static Amount of(NetworkAssetId asset, long units) {
        return new Amount(asset, BigInteger.valueOf(units));
    }

    public static Amount zero(NetworkAssetId asset) {
        return new Amount(asset, BigInteger.ZERO);
    }

    /** @throws IllegalArgumentException if the assets differ or the sum is out of range */
    public Amount plus(Amount other) {
        return new Amount(asset, units.add(sameAsset(other).units));
    }

    /** @throws IllegalArgumentException if the assets differ or {@code other} is the greater */
    public Amount minus(Amount other) {
        return new Amount(asset, units.subtract(sameAsset(other).units));
    }

    /** @throws IllegalArgumentException if the assets differ */
    public boolean isAtLeast(Amount other) {
        return units.compareTo(sameAsset(other).units) >= 0;
    }

    public boolean isZero() {
        return units.signum() == 0;
    }

    private Amount sameAsset(Amount other) {
        if (!asset.equals(other.asset)) {
            throw new IllegalArgumentException("asset: " + other.asset + " is not " + asset);
        }
        return other;
    }
}
