// SPDX-License-Identifier: Apache-2.0
package io.coffer.oracle.fixed;

import io.coffer.plugin.ConfiguredService;
import io.coffer.plugin.ServiceKind;
import io.coffer.spi.oracle.PriceOracle;
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

/** One price for each configuration of the factory {@value FixedPriceSettings#PID}. */
@Component(
        configurationPid = FixedPriceSettings.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = {})
public final class FixedPriceComponent implements ServiceKind<FixedPriceSettings, FixedPrice> {
    private final ConfiguredService<FixedPriceSettings, FixedPrice> price;

    @Activate
    public FixedPriceComponent(BundleContext context, Map<String, Object> properties) {
        this.price = new ConfiguredService<>(FixedPriceSettings.PID, context, this);
        price.configure(properties);
    }

    @Modified
    void modified(Map<String, Object> properties) {
        price.configure(properties);
    }

    @Deactivate
    void deactivate() {
        price.close();
    }

    @Override
    public Class<PriceOracle> type() {
        return PriceOracle.class;
    }

    @Override
    public FixedPriceSettings read(Map<String, ?> properties) throws InvalidSettingsException {
        return FixedPriceSettings.read(properties);
    }

    @Override
    public FixedPrice open(FixedPriceSettings settings) {
        return new FixedPrice(settings.pair(), settings.priceE18(), Clock.systemUTC());
    }

    @Override
    public Map<String, Object> properties(FixedPriceSettings settings) {
        return Map.of("pair", name(settings));
    }

    @Override
    public String name(FixedPriceSettings settings) {
        return settings.pair().toString();
    }

    /** An update brings another price, not another pair: that would be half a file, or a slip. */
    @Override
    public Optional<String> refusal(FixedPriceSettings before, FixedPrice running, FixedPriceSettings now) {
        return now.pair().equals(before.pair())
                ? Optional.empty()
                : Optional.of("pair would change from " + before.pair() + " to " + now.pair()
                        + "; remove the file to end that price");
    }
}
