// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.money;

/**
 * An asset on one network together with the decimals that this network gives it.
 *
 * @param decimals digits after the decimal point, 0 to 36; the same coin may have others elsewhere
 */
public record NetworkAsset(NetworkAssetId id, int decimals) {
    public static final int MAX_DECIMALS = 36;

    public NetworkAsset {
        if (decimals < 0 || decimals > MAX_DECIMALS) {
            throw new IllegalArgumentException("decimals: " + decimals + " is not within 0.." + MAX_DECIMALS);
        }
    }
}
