// SPDX-License-Identifier: Apache-2.0
package io.coffer.asset.erc20;

import io.coffer.spi.asset.AssetDescriptor;
import io.coffer.spi.asset.AssetPlugin;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.money.NetworkAssetId;
import java.util.Optional;
import java.util.Set;

/** One token. */
public final class Erc20Asset implements AssetPlugin {
    private final TokenProtocol protocol;

    public Erc20Asset(Erc20Protocol protocol) {
        this.protocol = protocol;
    }

    @Override
    public Set<NetworkAssetId> assets() {
        return Set.of(protocol.token().asset().id());
    }

    @Override
    public Optional<AssetDescriptor> describe(NetworkAssetId asset) {
        return protocol(asset).map(TokenProtocol::token);
    }

    @Override
    public Optional<TokenProtocol> protocol(NetworkAssetId asset) {
        return asset.equals(protocol.token().asset().id()) ? Optional.of(protocol) : Optional.empty();
    }
}
