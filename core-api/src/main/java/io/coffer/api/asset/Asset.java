// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.asset;

/**
 * An asset as the ledger keeps it.
 *
 * @param decimals digits after the decimal point of one unit of account, 0 to 18, pinned at listing
 */
public record Asset(AssetId id, int decimals) {
    public static final int MAX_DECIMALS = 18;

    public Asset {
        if (decimals < 0 || decimals > MAX_DECIMALS) {
            throw new IllegalArgumentException("decimals: " + decimals + " is not within 0.." + MAX_DECIMALS);
        }
    }
}
