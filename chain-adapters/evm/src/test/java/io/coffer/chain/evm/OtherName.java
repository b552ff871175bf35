// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import io.coffer.spi.asset.AssetDescriptor;
import io.coffer.spi.asset.AssetKind;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.testkit.asset.ForwardingToken;

/** A right token that says of itself that it has this name. */
class OtherName extends ForwardingToken {
    private final AssetDescriptor named;

    OtherName(TokenProtocol right, NetworkAssetId name) {
        super(right);
        this.named =
                new AssetDescriptor(new NetworkAsset(name, right.token().asset().decimals()), "OTHER", AssetKind.TOKEN);
    }

    @Override
    public AssetDescriptor token() {
        return named;
    }
}
