// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.signing.SigningKeys;
import io.coffer.api.signing.SigningService;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signing service in the node. The vault pairs once, so this lives as long as the vault; the money core may come
 * and go, and there is a service while it is there.
 */
@Component(
        immediate = true,
        configurationPid = SigningSettings.PID,
        service = {})
public final class SigningComponent {
    private static final Logger LOG = LoggerFactory.getLogger(SigningComponent.class);

    private final BundleContext context;
    private final ApprovedSigner signer;
    private Set<String> allowedUnverified;
    private @Nullable Running running;

    /** The service on one core. */
    private record Running(
            MoneyCore core, CheckingSigningService service, ServiceRegistration<SigningService> registration) {}

    @Activate
    public SigningComponent(BundleContext context, @Reference SigningKeys vault, Map<String, Object> properties) {
        this.context = context;
        this.signer = new ApprovedSigner(vault, vault.pair(), InstantSource.system());
        this.allowedUnverified = first(properties);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    synchronized void setCore(MoneyCore core) {
        end();
        CheckingSigningService service = new CheckingSigningService(
                new CoreIntents(core), () -> core.read(MoneyState::keyrings), signer, allowedUnverified);
        running = new Running(core, service, context.registerService(SigningService.class, service, null));
    }

    synchronized void unsetCore(MoneyCore gone) {
        if (running != null && running.core() == gone) {
            end();
        }
    }

    @Modified
    synchronized void change(Map<String, Object> properties) {
        try {
            allowedUnverified = warned(SigningSettings.of(properties).allowedUnverified());
            if (running != null) {
                running.service().allowUnverified(allowedUnverified);
            }
        } catch (IllegalArgumentException e) {
            LOG.error("The old settings of the signing service stay: {}", e.getMessage());
        }
    }

    @Deactivate
    synchronized void end() {
        Running ended = running;
        running = null;
        if (ended != null) {
            ended.registration().unregister();
        }
    }

    private static Set<String> first(Map<String, Object> properties) {
        try {
            return warned(SigningSettings.of(properties).allowedUnverified());
        } catch (IllegalArgumentException e) {
            LOG.error("No family is signed unverified: {}", e.getMessage());
            return Set.of();
        }
    }

    private static Set<String> warned(Set<String> families) {
        if (!families.isEmpty()) {
            LOG.warn("Transactions of {} are signed on the word of their adapters", families);
        }
        return families;
    }
}
