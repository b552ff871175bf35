// SPDX-License-Identifier: Apache-2.0
package io.coffer.testkit.asset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.coffer.spi.asset.AssetDescriptor;
import io.coffer.spi.asset.AssetKind;
import io.coffer.spi.asset.AssetPlugin;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.money.NetworkAssetId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What an {@link AssetPlugin} must do. */
public abstract class AssetPluginContract {
    private static final NetworkAssetId STRANGER = new NetworkAssetId("nowhere:no-such-chain/slip44:4294967295");

    protected abstract AssetPlugin plugin();

    @Test
    void itBringsAssets() {
        AssetPlugin plugin = plugin();
        assertThat(plugin.assets()).isNotEmpty().isEqualTo(plugin.assets());
    }

    @Test
    void everyAssetIsDescribedUnderItsOwnIdAndAlwaysTheSame() {
        AssetPlugin plugin = plugin();
        for (NetworkAssetId asset : plugin.assets()) {
            Optional<AssetDescriptor> described = plugin.describe(asset);
            assertThat(described).as("%s", asset).isPresent().isEqualTo(plugin.describe(asset));
            assertThat(described.orElseThrow().asset().id()).isEqualTo(asset);
        }
    }

    @Test
    void tokensHaveAProtocolAndNothingElseHasOne() {
        AssetPlugin plugin = plugin();
        for (NetworkAssetId asset : plugin.assets()) {
            AssetDescriptor described = plugin.describe(asset).orElseThrow();
            Optional<TokenProtocol> protocol = plugin.protocol(asset);
            assertThat(protocol.isPresent()).as("%s", asset).isEqualTo(described.kind() == AssetKind.TOKEN);
            protocol.ifPresent(token -> {
                assertThat(token.token()).isEqualTo(described);
                assertThat(token.contract().chain().caip2()).isEqualTo(asset.chain());
            });
        }
    }

    @Test
    @DisplayName("H04 what it did not bring it neither describes nor reads")
    void h04_aStrangerIsNotDescribed() {
        AssetPlugin plugin = plugin();
        assertThat(plugin.describe(STRANGER)).isEmpty();
        assertThat(plugin.protocol(STRANGER)).isEmpty();
    }

    @Test
    void whatItSaysCannotBeChangedFromOutside() {
        AssetPlugin plugin = plugin();
        Set<NetworkAssetId> before = new HashSet<>(plugin.assets());
        // A set that refuses is as good as a copy.
        assertThat(catchThrowable(() -> plugin.assets().clear()))
                .satisfiesAnyOf(
                        refused -> assertThat(refused).isNull(),
                        refused -> assertThat(refused).isInstanceOf(UnsupportedOperationException.class));
        assertThat(plugin.assets()).isEqualTo(before);
    }
}
