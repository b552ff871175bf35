// SPDX-License-Identifier: Apache-2.0
package io.coffer.asset.coin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.spi.asset.AssetKind;
import io.coffer.spi.asset.AssetPlugin;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.spi.settings.InvalidSettingsException;
import io.coffer.testkit.osgi.RecordedServices;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CoinComponentTest {
    private static final NetworkAssetId ETHER = new NetworkAssetId("eip155:1/slip44:60");

    private final RecordedServices<AssetPlugin> services = new RecordedServices<>(AssetPlugin.class);

    @Test
    void aCoinIsThereAsLongAsItsFile() {
        CoinComponent component = new CoinComponent(services.context(), properties());
        assertThat(services.services()).singleElement().satisfies(plugin -> {
            assertThat(plugin.assets()).containsExactly(ETHER);
            assertThat(plugin.describe(ETHER).orElseThrow().kind()).isEqualTo(AssetKind.COIN);
            assertThat(plugin.describe(ETHER).orElseThrow().asset().decimals()).isEqualTo(18);
        });
        assertThat(services.properties()).containsExactly(Map.of("asset", "eip155:1/slip44:60"));
        component.deactivate();
        component.deactivate();
        assertThat(services.services()).isEmpty();
    }

    @Test
    void aBadFirstFileRegistersNothingAndAGoodOneDoesLater() {
        CoinComponent component = new CoinComponent(services.context(), with("decimals", "37"));
        assertThat(services.services()).isEmpty();
        component.modified(properties());
        assertThat(services.services()).hasSize(1);
        component.deactivate();
    }

    @Test
    void aBadUpdateLeavesTheOldValuesInForce() {
        CoinComponent component = new CoinComponent(services.context(), properties());
        List<AssetPlugin> before = services.services();
        component.modified(with("symbol", "E T H"));
        component.modified(with("decimals", "1"));
        component.modified(with("asset", "eip155:10/slip44:60"));
        component.modified(with("decimls", "18"));
        component.modified(properties());
        assertThat(services.services()).isEqualTo(before);
        assertThat(before.get(0).describe(ETHER).orElseThrow().symbol()).isEqualTo("ETH");
        component.modified(with("symbol", "ETHER"));
        assertThat(services.services())
                .singleElement()
                .satisfies(plugin -> assertThat(
                                plugin.describe(ETHER).orElseThrow().symbol())
                        .isEqualTo("ETHER"));
        component.deactivate();
    }

    @Test
    void aFaultNamesFileKeyValueAndRule() {
        refused(
                with("asset", "eip155:1/erc20:0x00"),
                "asset=eip155:1/erc20:0x00 is no native coin in the form of CAIP-19, such as eip155:1/slip44:60");
        refused(
                with("asset", "eip155:1/slip44:060"),
                "asset=eip155:1/slip44:060 is no native coin in the form of CAIP-19, such as eip155:1/slip44:60");
        refused(
                with("asset", "ETH/slip44:60"),
                "asset=ETH/slip44:60 does not start with a CAIP-2 chain such as eip155:1");
        refused(with("decimals", "18.0"), "decimals=18.0 is not a whole number within 0..36");
        refused(with("symbol", ""), "symbol= is not 1..16 characters of A-Z a-z 0-9 . _ -");
        Map<String, Object> half = properties();
        half.remove("decimals");
        refused(half, "decimals is missing");
    }

    private static void refused(Map<String, Object> properties, String message) {
        assertThatThrownBy(() -> CoinSettings.read(properties))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage("etc/io.coffer.asset.coin-eth.cfg: " + message);
    }

    private static Map<String, Object> with(String key, String value) {
        Map<String, Object> properties = properties();
        properties.put(key, value);
        return properties;
    }

    private static Map<String, Object> properties() {
        return new HashMap<>(Map.of(
                "asset", "eip155:1/slip44:60",
                "symbol", "ETH",
                "decimals", "18",
                "service.pid", "io.coffer.asset.coin~eth",
                "felix.fileinstall.filename", "file:/x/etc/io.coffer.asset.coin-eth.cfg"));
    }
}
