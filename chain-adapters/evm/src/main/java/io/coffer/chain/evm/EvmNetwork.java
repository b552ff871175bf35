// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import io.coffer.spi.chain.ChainAdapter;
import java.time.Clock;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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
 * One network for each configuration of the factory {@value SettingsReader#PID}.
 *
 * <p>It registers the adapter by itself rather than being the service: a configuration that cannot be used then
 * registers nothing, a bad update leaves the adapter as it is, and no secret of a configuration becomes a property of
 * the service.
 */
@Component(
        configurationPid = SettingsReader.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = {})
public final class EvmNetwork {
    private static final Logger LOG = LoggerFactory.getLogger(EvmNetwork.class);

    private final BundleContext context;
    private @Nullable Running running;

    /** An adapter at work. */
    private record Running(EvmSettings settings, EvmChain adapter, ServiceRegistration<ChainAdapter> registration) {
        /** @param problem empty if there is none */
        void tell(String problem) {
            registration.setProperties(properties(settings, problem));
        }

        void end() {
            registration.unregister();
            adapter.close();
        }
    }

    @Activate
    public EvmNetwork(BundleContext context, Map<String, Object> properties) {
        this.context = context;
        configure(properties);
    }

    @Modified
    void modified(Map<String, Object> properties) {
        configure(properties);
    }

    @Deactivate
    synchronized void deactivate() {
        Running ended = running;
        running = null;
        if (ended != null) {
            ended.end();
        }
    }

    private synchronized void configure(Map<String, Object> properties) {
        Running before = running;
        String otherwise = before == null ? "nothing runs by it" : "the values before it stay in force";
        EvmSettings settings;
        try {
            settings = SettingsReader.read(properties);
        } catch (InvalidSettingsException invalid) {
            refuse(before, invalid.getMessage() + "; " + otherwise);
            return;
        }
        String source = SettingsReader.source(properties);
        if (before == null) {
            running = start(settings, source);
            return;
        }
        Optional<String> identity = changedIdentity(before, settings);
        if (identity.isPresent()) {
            refuse(before, source + ": " + identity.get() + "; " + otherwise);
        } else if (!settings.equals(before.settings())) {
            // Cleared first: should starting fail, the ended one must not be ended again.
            running = null;
            before.end();
            running = start(settings, source);
        } else {
            before.tell("");
        }
    }

    private static void refuse(@Nullable Running before, String problem) {
        LOG.error("{}", problem);
        if (before != null) {
            before.tell(problem);
        }
    }

    private static Dictionary<String, Object> properties(EvmSettings settings, String problem) {
        Map<String, Object> told =
                new HashMap<>(Map.of("chain", settings.chain().caip2(), "name", settings.name()));
        if (!problem.isEmpty()) {
            told.put(ChainAdapter.SETTINGS_PROBLEM, problem);
        }
        return FrameworkUtil.asDictionary(told);
    }

    /**
     * A cut-off number is still a number. Once a node has proven that it serves the configured chain, a configuration
     * that names another chain or coin is a slip or half a file, not an update.
     */
    private static Optional<String> changedIdentity(Running before, EvmSettings settings) {
        EvmSettings old = before.settings();
        if (!before.adapter().isProven()) {
            return Optional.empty();
        }
        if (!settings.chain().equals(old.chain())) {
            return Optional.of("chainId=" + settings.chain().reference() + " is not "
                    + old.chain().reference() + ", which the node has proven; remove the file to end that network");
        }
        return settings.coin().equals(old.coin())
                ? Optional.empty()
                : Optional.of("slip44: the coin would be " + settings.coin() + " and not " + old.coin()
                        + "; remove the file to end that network");
    }

    private Running start(EvmSettings settings, String source) {
        EvmChain adapter = EvmChain.open(settings, Clock.systemUTC(), System::nanoTime);
        Running started = new Running(
                settings, adapter, context.registerService(ChainAdapter.class, adapter, properties(settings, "")));
        LOG.info("{}: {} by {}", source, settings.chain(), settings.node().endpoints());
        return started;
    }
}
