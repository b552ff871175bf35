// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

import io.coffer.spi.money.NetworkAsset;

/**
 * What an adapter says of its chain. It does not change while the adapter is registered.
 *
 * @param family the name under which the signing service has a codec of its own: {@code devnet}, {@code eip155}
 * @param nativeAsset the coin that fees are paid in
 * @param symbol the coin's usual ticker, 1 to 16 characters of {@code [A-Z0-9]}
 * @param coinType the SLIP-44 number in derivation paths
 * @param suggestedFinality what the adapter's author holds for safe; the operator's setting prevails
 */
public record ChainDescriptor(
        ChainId chain,
        String family,
        NetworkAsset nativeAsset,
        String symbol,
        int coinType,
        FinalityRule suggestedFinality) {
    public ChainDescriptor {
        if (!nativeAsset.id().chain().equals(chain.caip2())) {
            throw new IllegalArgumentException("nativeAsset: " + nativeAsset.id() + " is not on " + chain);
        }
    }
}
