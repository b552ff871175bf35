// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.adapter;

import io.coffer.spi.asset.TokenHost;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.money.NetworkAssetId;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The tokens of a chain for as long as their list does not change.
 *
 * @param host the adapter's, to be called by {@link GuardedAdapter#ask} only
 * @param failures how often one of the protocols has failed in all
 */
public record HostedTokens(TokenHost host, Map<NetworkAssetId, TokenProtocol> protocols, LongSupplier failures) {
    public HostedTokens {
        protocols = Map.copyOf(protocols);
    }
}
