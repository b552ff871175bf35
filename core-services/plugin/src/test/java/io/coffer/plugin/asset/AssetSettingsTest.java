// SPDX-License-Identifier: Apache-2.0
package io.coffer.plugin.asset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.plugin.Fields;
import io.coffer.spi.asset.AssetDescriptor;
import io.coffer.spi.asset.AssetKind;
import io.coffer.spi.money.NetworkAssetId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AssetSettingsTest {
    private static final NetworkAssetId ETHER = new NetworkAssetId("eip155:1/slip44:60");

    @Test
    void anAssetIsWhatItsFileSays() {
        AssetDescriptor ether = descriptor("ETH", "18");
        assertThat(ether.asset().id()).isEqualTo(ETHER);
        assertThat(ether.asset().decimals()).isEqualTo(18);
        assertThat(ether.symbol()).isEqualTo("ETH");
    }

    @Test
    void symbolAndDecimalsAreHeldToTheirRules() {
        assertThatThrownBy(() -> fields("E T H", "37").requireSound())
                .hasMessage("io.coffer.asset.example: decimals=37 is not a whole number within 0..36;"
                        + " symbol=E T H is not 1..16 characters of A-Z a-z 0-9 . _ -");
    }

    @Test
    @DisplayName("H21 an asset may be called otherwise, and does not become another")
    void h21_whatAnAssetIsDoesNotChange() {
        assertThat(AssetSettings.refusal(descriptor("ETH", "18"), descriptor("ETHER", "18")))
                .isEmpty();
        assertThat(AssetSettings.refusal(descriptor("ETH", "18"), descriptor("ETH", "6")))
                .contains("eip155:1/slip44:60 with 6 decimals would take the place of eip155:1/slip44:60 with 18"
                        + " decimals; remove the file to end that coin");
    }

    private static AssetDescriptor descriptor(String symbol, String decimals) {
        return AssetSettings.descriptor(fields(symbol, decimals), ETHER, AssetKind.COIN);
    }

    private static Fields fields(String symbol, String decimals) {
        return Fields.of(
                "io.coffer.asset.example",
                Map.of("symbol", symbol, "decimals", decimals),
                List.of(AssetSettings.DECIMALS, AssetSettings.SYMBOL));
    }
}
