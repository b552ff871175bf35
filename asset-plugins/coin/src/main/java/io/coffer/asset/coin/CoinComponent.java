// SPDX-License-Identifier: Apache-2.0
package io.coffer.asset.coin;

import io.coffer.plugin.ConfiguredService;
import io.coffer.plugin.ServiceKind;
import io.coffer.plugin.asset.AssetSettings;
import io.coffer.spi.asset.AssetPlugin;
import io.coffer.spi.settings.InvalidSettingsException;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;

/** One coin for each configuration of the factory {@value CoinSettings#PID}. */
@Component(
        configurationPid = CoinSettings.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = {})
public final class CoinComponent implements ServiceKind<CoinSettings, CoinAsset> {
    private final ConfiguredService<CoinSettings, CoinAsset> coin;

    @Activate
    public CoinComponent(BundleContext context, Map<String, Object> properties) {
        this.coin = new ConfiguredService<>(CoinSettings.PID, context, this);
        coin.configure(properties);
    }

    @Modified
    void modified(Map<String, Object> properties) {
        coin.configure(properties);
    }

    @Deactivate
    void deactivate() {
        coin.close();
    }

    @Override
    public Class<AssetPlugin> type() {
        return AssetPlugin.class;
    }

    @Override
    public CoinSettings read(Map<String, ?> properties) throws InvalidSettingsException {
        return CoinSettings.read(properties);
    }

    @Override
    public CoinAsset open(CoinSettings settings) {
        return new CoinAsset(settings.coin());
    }

    @Override
    public Map<String, Object> properties(CoinSettings settings) {
        return Map.of("asset", name(settings));
    }

    @Override
    public String name(CoinSettings settings) {
        return settings.coin().asset().id().caip19();
    }

    @Override
    public Optional<String> refusal(CoinSettings before, CoinAsset running, CoinSettings now) {
        return AssetSettings.refusal(before.coin(), now.coin());
    }
}
