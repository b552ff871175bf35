// SPDX-License-Identifier: Apache-2.0
package io.coffer.asset.coin;

import io.coffer.spi.asset.AssetDescriptor;
import io.coffer.spi.asset.AssetKind;
import io.coffer.spi.asset.AssetPlugin;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.testkit.asset.AssetPluginContract;

class CoinAssetTest extends AssetPluginContract {
    @Override
    protected AssetPlugin plugin() {
        NetworkAsset ether = new NetworkAsset(new NetworkAssetId("eip155:1/slip44:60"), 18);
        return new CoinAsset(new AssetDescriptor(ether, "ETH", AssetKind.COIN));
    }
}
