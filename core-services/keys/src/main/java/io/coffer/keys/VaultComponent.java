// SPDX-License-Identifier: Apache-2.0
package io.coffer.keys;

import io.coffer.api.signing.KeyVault;
import io.coffer.api.signing.SigningKeys;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The vault as a service: sealed when it starts, sealed again when it ends. Immediate, because a delayed component ends
 * as soon as nobody holds its service, and the vault would be sealed between two commands. Its keys are no service of
 * the component, because it is asked who wants them.
 */
@Component(immediate = true, configurationPid = VaultSettings.PID, service = KeyVault.class)
public final class VaultComponent extends SoftwareVault {
    private static final Logger LOG = LoggerFactory.getLogger(VaultComponent.class);

    private final Path file;
    private final ServiceRegistration<SigningKeys> keys;

    @Activate
    public VaultComponent(BundleContext context, Map<String, Object> properties) {
        this(context, first(context, properties));
    }

    private VaultComponent(BundleContext context, VaultSettings settings) {
        super(new VaultFile(settings.file()), settings.cost(), new SecureRandom(), InstantSource.system());
        this.file = settings.file();
        this.keys = context.registerService(SigningKeys.class, new PairingGate(this, context), null);
    }

    /** A change never seals the vault: what cannot be taken over while it is open is taken over at the next start. */
    @Modified
    void change(BundleContext context, Map<String, Object> properties) {
        try {
            VaultSettings settings = VaultSettings.of(properties, dataFolder(context));
            useCost(settings.cost());
            if (!settings.file().equals(file)) {
                LOG.warn("{}.cfg: file: {} counts from the next start on", VaultSettings.PID, settings.file());
            }
        } catch (IllegalArgumentException e) {
            LOG.error("The old settings of the vault stay: {}", e.getMessage());
        }
    }

    @Deactivate
    void end() {
        keys.unregister();
        seal();
    }

    private static VaultSettings first(BundleContext context, Map<String, Object> properties) {
        try {
            return VaultSettings.of(properties, dataFolder(context));
        } catch (IllegalArgumentException e) {
            LOG.error("The usual settings of the vault are used: {}", e.getMessage());
            return VaultSettings.of(Map.of(), dataFolder(context));
        }
    }

    private static Path dataFolder(BundleContext context) {
        String folder = context.getProperty("coffer.data");
        return Path.of(folder == null ? "data" : folder);
    }
}
