// SPDX-License-Identifier: Apache-2.0
package io.coffer.asset.erc20;

import io.coffer.spi.asset.AssetPlugin;
import io.coffer.testkit.asset.AssetPluginContract;

class Erc20AssetTest extends AssetPluginContract {
    @Override
    protected AssetPlugin plugin() {
        return new Erc20Asset(UsdCoin.protocol());
    }
}
