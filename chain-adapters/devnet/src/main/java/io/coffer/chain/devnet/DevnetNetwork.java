// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import io.coffer.plugin.ConfiguredService;
import io.coffer.plugin.ServiceKind;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.settings.InvalidSettingsException;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;

/** One devnet for each configuration of the factory {@value SettingsReader#PID}. */
@Component(
        configurationPid = SettingsReader.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = {})
public final class DevnetNetwork implements ServiceKind<DevnetSettings, ChainAdapter> {
    private final ConfiguredService<DevnetSettings, ChainAdapter> network;

    @Activate
    public DevnetNetwork(BundleContext context, Map<String, Object> properties) {
        this.network = new ConfiguredService<>(SettingsReader.PID, context, this);
        network.configure(properties);
    }

    @Modified
    void modified(Map<String, Object> properties) {
        network.configure(properties);
    }

    @Deactivate
    void deactivate() {
        network.close();
    }

    @Override
    public Class<ChainAdapter> type() {
        return ChainAdapter.class;
    }

    @Override
    public DevnetSettings read(Map<String, ?> properties) throws InvalidSettingsException {
        return SettingsReader.read(properties);
    }

    @Override
    public ChainAdapter open(DevnetSettings settings) {
        return switch (settings.mode()) {
            case ACCOUNT -> new AccountDevnet(settings);
            case UTXO -> new UtxoDevnet(settings);
        };
    }

    @Override
    public void close(ChainAdapter adapter) {
        ((Devnet) adapter).close();
    }

    @Override
    public Map<String, Object> properties(DevnetSettings settings) {
        return Map.of("chain", settings.name().caip2());
    }

    @Override
    public String name(DevnetSettings settings) {
        return settings.name().caip2() + " by " + settings.node();
    }

    /** Half a file may name another chain. Once a node has proven this one, that is a slip and not an update. */
    @Override
    public Optional<String> refusal(DevnetSettings before, ChainAdapter running, DevnetSettings now) {
        if (!((Devnet) running).isProven()) {
            return Optional.empty();
        }
        return changed("name", before.name(), now.name()).or(() -> changed("mode", before.mode(), now.mode()));
    }

    @Override
    public Replacement replacement() {
        return Replacement.OLD_FIRST;
    }

    @Override
    public Optional<String> problemProperty() {
        return Optional.of(ChainAdapter.SETTINGS_PROBLEM);
    }

    private static Optional<String> changed(String key, Object before, Object now) {
        return before.equals(now)
                ? Optional.empty()
                : Optional.of(
                        key + " would change from " + before + " to " + now + "; remove the file to end that network");
    }
}
