// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import io.coffer.plugin.ConfiguredService;
import io.coffer.plugin.ServiceKind;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.settings.InvalidSettingsException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;

/** One network for each configuration of the factory {@value SettingsReader#PID}. */
@Component(
        configurationPid = SettingsReader.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = {})
public final class EvmNetwork implements ServiceKind<EvmSettings, EvmChain> {
    private final ConfiguredService<EvmSettings, EvmChain> network;

    @Activate
    public EvmNetwork(BundleContext context, Map<String, Object> properties) {
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
    public EvmSettings read(Map<String, ?> properties) throws InvalidSettingsException {
        return SettingsReader.read(properties);
    }

    @Override
    public EvmChain open(EvmSettings settings) {
        return EvmChain.open(settings, Clock.systemUTC(), System::nanoTime);
    }

    @Override
    public void close(EvmChain adapter) {
        adapter.close();
    }

    @Override
    public Map<String, Object> properties(EvmSettings settings) {
        return Map.of("chain", settings.chain().caip2(), "name", settings.name());
    }

    @Override
    public String name(EvmSettings settings) {
        return settings.chain() + " by " + settings.node().endpoints();
    }

    /**
     * A cut-off number is still a number. Once a node has proven that it serves the configured chain, a configuration
     * that names another chain or coin is a slip or half a file, not an update.
     */
    @Override
    public Optional<String> refusal(EvmSettings before, EvmChain running, EvmSettings now) {
        if (!running.isProven()) {
            return Optional.empty();
        }
        if (!now.chain().equals(before.chain())) {
            return Optional.of("chainId=" + now.chain().reference() + " is not "
                    + before.chain().reference() + ", which the node has proven; remove the file to end that network");
        }
        return now.coin().equals(before.coin())
                ? Optional.empty()
                : Optional.of("slip44: the coin would be " + now.coin() + " and not " + before.coin()
                        + "; remove the file to end that network");
    }

    @Override
    public Replacement replacement() {
        return Replacement.OLD_FIRST;
    }

    @Override
    public Optional<String> problemProperty() {
        return Optional.of(ChainAdapter.SETTINGS_PROBLEM);
    }
}
