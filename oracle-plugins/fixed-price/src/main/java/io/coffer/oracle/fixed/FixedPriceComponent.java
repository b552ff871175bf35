// SPDX-License-Identifier: Apache-2.0
package io.coffer.oracle.fixed;

import io.coffer.spi.oracle.PriceOracle;
import io.coffer.spi.settings.InvalidSettingsException;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One price for each configuration of the factory {@value FixedPriceSettings#PID}.
 *
 * <p>It registers the service by itself rather than being it: a configuration that cannot be used then registers
 * nothing, and a bad update leaves the old values in force.
 */
@Component(
        configurationPid = FixedPriceSettings.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = {})
public final class FixedPriceComponent {
    private static final Logger LOG = LoggerFactory.getLogger(FixedPriceComponent.class);

    private final BundleContext context;
    private @Nullable Registered registered;

    /** What is in force. */
    private record Registered(FixedPriceSettings settings, ServiceRegistration<PriceOracle> service) {}

    @Activate
    public FixedPriceComponent(BundleContext context, Map<String, Object> properties) {
        this.context = context;
        configure(properties);
    }

    @Modified
    void modified(Map<String, Object> properties) {
        configure(properties);
    }

    @Deactivate
    synchronized void deactivate() {
        Registered ended = registered;
        registered = null;
        if (ended != null) {
            ended.service().unregister();
        }
    }

    private synchronized void configure(Map<String, Object> properties) {
        Registered before = registered;
        try {
            FixedPriceSettings settings = FixedPriceSettings.read(properties);
            if (before == null) {
                registered = register(settings);
            } else if (!settings.equals(before.settings())) {
                settings.requireUpdateOf(before.settings());
                // The new one first: at no moment is there none.
                registered = register(settings);
                before.service().unregister();
            }
        } catch (InvalidSettingsException invalid) {
            String then = before == null ? "nothing is registered by it" : "the values before it stay in force";
            LOG.error("{}; {}", invalid.getMessage(), then);
        }
    }

    private Registered register(FixedPriceSettings settings) {
        ServiceRegistration<PriceOracle> service = context.registerService(
                PriceOracle.class,
                new FixedPrice(settings.pair(), settings.priceE18(), Clock.systemUTC()),
                FrameworkUtil.asDictionary(Map.of("pair", settings.pair().toString())));
        LOG.info("{}: {}", settings.source(), settings.pair());
        return new Registered(settings, service);
    }
}
