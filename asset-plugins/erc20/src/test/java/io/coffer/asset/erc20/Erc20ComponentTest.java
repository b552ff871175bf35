// SPDX-License-Identifier: Apache-2.0
package io.coffer.asset.erc20;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.spi.asset.AssetPlugin;
import io.coffer.spi.asset.CreditRule;
import io.coffer.spi.settings.InvalidSettingsException;
import io.coffer.testkit.osgi.RecordedServices;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class Erc20ComponentTest {
    private final RecordedServices<AssetPlugin> services = new RecordedServices<>(AssetPlugin.class);

    @Test
    void aTokenIsThereAsLongAsItsFile() {
        Erc20Component component = new Erc20Component(services.context(), properties());
        assertThat(services.services()).singleElement().satisfies(plugin -> {
            assertThat(plugin.assets()).containsExactly(UsdCoin.ID);
            assertThat(plugin.describe(UsdCoin.ID)).hasValue(UsdCoin.protocol().token());
            assertThat(plugin.protocol(UsdCoin.ID).orElseThrow().contract()).isEqualTo(UsdCoin.CONTRACT);
        });
        assertThat(services.properties()).containsExactly(Map.of("asset", UsdCoin.ID.caip19()));
        component.deactivate();
        component.deactivate();
        assertThat(services.services()).isEmpty();
    }

    @Test
    @DisplayName("H21 an update that changes decimals or contract leaves the old values in force")
    void h21_whatATokenIsDoesNotChange() {
        Erc20Component component = new Erc20Component(services.context(), properties());
        List<AssetPlugin> before = services.services();
        component.modified(with("decimals", "18"));
        component.modified(with("chain", "eip155:10"));
        component.modified(with("contract", UsdCoin.address(0).text()));
        component.modified(with("contract", UsdCoin.CONTRACT_TEXT.substring(0, 41)));
        component.modified(with("credit", "sometimes"));
        component.modified(properties());
        assertThat(services.services()).isEqualTo(before);
        component.modified(with("credit", "logged"));
        assertThat(services.services())
                .singleElement()
                .satisfies(plugin -> assertThat(
                                plugin.protocol(UsdCoin.ID).orElseThrow().creditRule())
                        .isEqualTo(CreditRule.AS_LOGGED));
        component.deactivate();
    }

    @Test
    void aBadFirstFileRegistersNothingAndAGoodOneDoesLater() {
        Erc20Component component = new Erc20Component(services.context(), with("contract", "USDC"));
        assertThat(services.services()).isEmpty();
        component.modified(properties());
        assertThat(services.services()).hasSize(1);
        component.deactivate();
    }

    @Test
    @DisplayName("H07 what is not said is credited as it arrives")
    void h07_arrivalsCountByDefault() throws Exception {
        assertThat(Erc20Settings.read(properties()).creditRule()).isEqualTo(CreditRule.AS_ARRIVED);
        assertThat(Erc20Settings.read(with("credit", "arrived")).creditRule()).isEqualTo(CreditRule.AS_ARRIVED);
    }

    @Test
    @DisplayName("H29 a contract that is typed wrong, or carries no checksum, is refused by name")
    void h29_theChecksumIsDemanded() {
        String lower = UsdCoin.CONTRACT_TEXT.toLowerCase(Locale.ROOT);
        refused(
                with("contract", lower),
                "contract=" + lower
                        + " has no checksum (EIP-55): its letters are of one case; copy it in mixed case from the issuer");
        String wrong = UsdCoin.CONTRACT_TEXT.replace("A0b8", "a0b8");
        refused(
                with("contract", wrong),
                "contract=" + wrong + " is not 0x and 40 hexadecimal digits with the checksum of EIP-55");
    }

    @Test
    void aFaultNamesFileKeyValueAndRule() {
        refused(with("chain", "devnet:main"), "chain=devnet:main is no Ethereum-like chain such as eip155:1");
        refused(with("chain", "eip155:01"), "chain=eip155:01 is no Ethereum-like chain such as eip155:1");
        refused(with("decimals", "-6"), "decimals=-6 is not a whole number within 0..36");
        refused(with("symbol", "US\u20ae"), "symbol=US? is not 1..16 characters of A-Z a-z 0-9 . _ -");
        refused(with("credit", ""), "credit= is not arrived or logged");
        refused(with("token", "x"), "token=*** is no key; keys are chain, contract, credit, decimals, symbol");
        for (String key : List.of("chain", "contract", "symbol", "decimals")) {
            Map<String, Object> half = properties();
            half.remove(key);
            refused(half, key + " is missing");
        }
    }

    private static void refused(Map<String, Object> properties, String message) {
        assertThatThrownBy(() -> Erc20Settings.read(properties))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage("etc/io.coffer.asset.erc20-usdc.cfg: " + message);
    }

    private static Map<String, Object> with(String key, String value) {
        Map<String, Object> properties = properties();
        properties.put(key, value);
        return properties;
    }

    private static Map<String, Object> properties() {
        return new HashMap<>(Map.of(
                "chain", "eip155:1",
                "contract", UsdCoin.CONTRACT_TEXT,
                "symbol", "USDC",
                "decimals", "6",
                "service.pid", "io.coffer.asset.erc20~usdc",
                "felix.fileinstall.filename", "file:/x/etc/io.coffer.asset.erc20-usdc.cfg"));
    }
}
