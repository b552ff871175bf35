// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.asset;

import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAsset;

/**
 * An asset on one network as it is listed.
 *
 * @param asset the network's side, with the network's decimals, pinned at listing
 * @param ledgerAsset the ledger's side
 * @param minimumDeposit less than this is kept but not credited (BELOW_MINIMUM)
 * @param deposits whether deposits are credited
 * @param withdrawals whether withdrawals are taken
 */
public record NetworkListing(
        NetworkAsset asset, AssetId ledgerAsset, Amount minimumDeposit, boolean deposits, boolean withdrawals) {
    public NetworkListing {
        if (!minimumDeposit.asset().equals(asset.id())) {
            throw new IllegalArgumentException("minimumDeposit: is in another asset than " + asset.id());
        }
    }
}
