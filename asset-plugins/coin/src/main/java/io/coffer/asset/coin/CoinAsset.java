// SPDX-License-Identifier: Apache-2.0
package io.coffer.asset.coin;

import io.coffer.spi.asset.AssetDescriptor;
import io.coffer.spi.asset.AssetPlugin;
import io.coffer.spi.money.NetworkAssetId;
import java.util.Optional;
import java.util.Set;

/** One native coin. */
public final class CoinAsset implements AssetPlugin {
    private final AssetDescriptor coin;

    public CoinAsset(AssetDescriptor coin) {
        this.coin = coin;
    }

    @Override
    public Set<NetworkAssetId> assets() {
        return Set.of(coin.asset().id());
    }

    @Override
    public Optional<AssetDescriptor> describe(NetworkAssetId asset) {
        return asset.equals(coin.asset().id()) ? Optional.of(coin) : Optional.empty();
    }
}
