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
        configurationPid = SettingsReader.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = {})
public final class DevnetNetwork {
    private static final Logger LOG = LoggerFactory.getLogger(DevnetNetwork.class);

    private static final String CHAIN = "chain";

    private final BundleContext context;
    private @Nullable Running running;

    /** An adapter at work. */
    private record Running(DevnetSettings settings, Devnet devnet, ServiceRegistration<ChainAdapter> registration) {
        void tell(String problem) {
            registration.setProperties(FrameworkUtil.asDictionary(
                    Map.of(CHAIN, devnet.descriptor().chain().caip2(), ChainAdapter.SETTINGS_PROBLEM, problem)));
        }

        void tellNoProblem() {
            registration.setProperties(FrameworkUtil.asDictionary(
                    Map.of(CHAIN, devnet.descriptor().chain().caip2())));
        }

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
            DevnetSettings settings = SettingsReader.read(properties);
            String source = SettingsReader.source(properties);
            if (before == null) {
                running = start(settings, source);
            } else if (!settings.equals(before.settings())) {
                requireSameNetwork(source, before, settings);
                // Cleared first: should starting fail, the ended one must not be ended again.
                running = null;
                before.end();
                running = start(settings, source);
            } else {
                before.tellNoProblem();
            }
        } catch (InvalidSettingsException invalid) {
            String then = before == null ? "nothing runs by it" : "the values before it stay in force";
            LOG.error("{}; {}", invalid.getMessage(), then);
            if (before != null) {
                before.tell(invalid.getMessage() + "; " + then);
            }
        }
    }

    private Running start(DevnetSettings settings, String source) {
        ChainAdapter adapter = switch (settings.mode()) {
            case ACCOUNT -> new AccountDevnet(settings);
            case UTXO -> new UtxoDevnet(settings);
        };
        String chain = adapter.descriptor().chain().caip2();
        ServiceRegistration<ChainAdapter> registration =
                context.registerService(ChainAdapter.class, adapter, FrameworkUtil.asDictionary(Map.of(CHAIN, chain)));
        LOG.info("{}: {} by {}", source, chain, settings.node());
        return new Running(settings, (Devnet) adapter, registration);
    }

    /** Half a file may name another chain. Once a node has proven this one, that is a slip and not an update. */
    private static void requireSameNetwork(String source, Running before, DevnetSettings settings)
            throws InvalidSettingsException {
        if (before.devnet().isProven()) {
            requireSame(source, "name", before.settings().name(), settings.name());
            requireSame(source, "mode", before.settings().mode(), settings.mode());
        }
    }

    private static void requireSame(String source, String key, Object before, Object now)
            throws InvalidSettingsException {
        if (!before.equals(now)) {
            throw new InvalidSettingsException(source + ": " + key + " would change from " + before + " to " + now
                    + "; remove the file to end that network");
        }
    }
}
