// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.core;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.NetworkListing;

/** Commands that list assets. */
public sealed interface AssetCommand extends Command {
    /** Lists a ledger asset. Refused if the id was ever listed with other decimals. */
    record ListAsset(Asset asset) implements AssetCommand {}

    /** Lists an asset on a network, or changes the switches and minimum of one. Decimals and ledger asset are pinned. */
    record ListOnNetwork(NetworkListing listing) implements AssetCommand {}
}
