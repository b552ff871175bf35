// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.core;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.NetworkListing;

/** Commands that list assets and that stop and release what is sent of them. */
public sealed interface AssetCommand extends Command {
    /** Lists a ledger asset. Refused if the id was ever listed with other decimals. */
    record ListAsset(Asset asset) implements AssetCommand {}

    /** Lists an asset on a network, or changes the switches and minimum of one. Decimals and ledger asset are pinned. */
    record ListOnNetwork(NetworkListing listing) implements AssetCommand {}

    /**
     * Stops sending a ledger asset on all networks: what is requested waits, and nothing is prepared. The same happens
     * by rule where a reorganisation takes back what was credited or had been sent for good. Changes nothing if it is
     * halted already. Refused with {@code asset.unknown}.
     *
     * @param reason in words, not blank, at most {@link DecisionText#MAX_LENGTH} characters, no personal data
     */
    record HaltOutbound(AssetId asset, String reason) implements AssetCommand {
        public HaltOutbound {
            DecisionText.require("reason", reason);
        }
    }

    /**
     * Sends a halted asset again. Refused with {@code asset.not-halted}.
     *
     * @param decidedBy who answers for it; as {@code reason} not blank, at most {@link DecisionText#MAX_LENGTH} characters,
     *     no personal data
     */
    record ReleaseOutbound(AssetId asset, String decidedBy, String reason) implements AssetCommand {
        public ReleaseOutbound {
            DecisionText.require("decidedBy", decidedBy);
            DecisionText.require("reason", reason);
        }
    }
}
