// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import io.coffer.spi.chain.ChainAdapter;
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
 * One devnet for each configuration of the factory {@value DevnetSettings#PID}.
 *
 * <p>It registers the adapter by itself rather than being the service: a configuration that cannot be used then
 * registers nothing, and a bad update leaves the adapter as it is.
 */
@Component(
        configurationPid = DevnetSettings.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = {})
public final class DevnetNetwork {
    private static final Logger LOG = LoggerFactory.getLogger(DevnetNetwork.class);

    private final BundleContext context;
    private @Nullable Running running;

    /** An adapter at work. */
    private record Running(DevnetSettings settings, Devnet devnet, ServiceRegistration<?> registration) {
        void end() {
            registration.unregister();
            devnet.close();
        }
    }

    @Activate
    public DevnetNetwork(BundleContext context, Map<String, Object> properties) {
        this.context = context;
        configure(properties);
    }

    @Modified
    void modified(Map<String, Object> properties) {
        configure(properties);
    }

    @Deactivate
    synchronized void deactivate() {
        if (running != null) {
            Running ended = running;
            running = null;
            ended.end();
        }
    }

    private synchronized void configure(Map<String, Object> properties) {
        Running before = running;
        try {
            DevnetSettings settings = DevnetSettings.read(properties);
            if (before == null || !settings.equals(before.settings())) {
                replace(before, settings, DevnetSettings.source(properties));
            }
        } catch (InvalidSettingsException invalid) {
            LOG.error(
                    "{}; {}",
                    invalid.getMessage(),
                    before == null ? "nothing runs by it" : "the values before it stay in force");
        }
    }

    private void replace(@Nullable Running before, DevnetSettings settings, String source)
            throws InvalidSettingsException {
        if (before != null) {
            requireSame(source, "name", before.settings().name(), settings.name());
            requireSame(source, "mode", before.settings().mode(), settings.mode());
            running = null;
            before.end();
        }
        ChainAdapter adapter = switch (settings.mode()) {
            case ACCOUNT -> new AccountDevnet(settings);
            case UTXO -> new UtxoDevnet(settings);
        };
        running = new Running(
                settings,
                (Devnet) adapter,
                context.registerService(
                        ChainAdapter.class,
                        adapter,
                        FrameworkUtil.asDictionary(
                                Map.of("chain", adapter.descriptor().chain().caip2()))));
        LOG.info("{}: {} by {}", source, adapter.descriptor().chain(), settings.node());
    }

    /** Half a file may name another chain: that is a slip, not an update. */
    private static void requireSame(String source, String key, Object before, Object now)
            throws InvalidSettingsException {
        if (!before.equals(now)) {
            throw new InvalidSettingsException(
                    source + ": " + key + "=" + now + " was " + before + "; remove the file to end that network");
        }
    }
}
