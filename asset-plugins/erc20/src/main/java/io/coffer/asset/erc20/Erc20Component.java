// SPDX-License-Identifier: Apache-2.0
package io.coffer.asset.erc20;

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

/** One token for each configuration of the factory {@value Erc20Settings#PID}. */
@Component(
        configurationPid = Erc20Settings.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = {})
public final class Erc20Component implements ServiceKind<Erc20Settings, Erc20Asset> {
    private final ConfiguredService<Erc20Settings, Erc20Asset> token;

    @Activate
    public Erc20Component(BundleContext context, Map<String, Object> properties) {
        this.token = new ConfiguredService<>(Erc20Settings.PID, context, this);
        token.configure(properties);
    }

    @Modified
    void modified(Map<String, Object> properties) {
        token.configure(properties);
    }

    @Deactivate
    void deactivate() {
        token.close();
    }

    @Override
    public Class<AssetPlugin> type() {
        return AssetPlugin.class;
    }

    @Override
    public Erc20Settings read(Map<String, ?> properties) throws InvalidSettingsException {
        return Erc20Settings.read(properties);
    }

    @Override
    public Erc20Asset open(Erc20Settings settings) {
        return new Erc20Asset(new Erc20Protocol(settings.contract(), settings.token(), settings.creditRule()));
    }

    @Override
    public Map<String, Object> properties(Erc20Settings settings) {
        return Map.of("asset", name(settings));
    }

    @Override
    public String name(Erc20Settings settings) {
        return settings.token().asset().id().caip19();
    }

    /** How a token is called and credited may change (H21). */
    @Override
    public Optional<String> refusal(Erc20Settings before, Erc20Asset running, Erc20Settings now) {
        return AssetSettings.refusal(before.token(), now.token());
    }
}
