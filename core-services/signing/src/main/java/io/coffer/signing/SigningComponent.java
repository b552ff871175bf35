// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.signing.SigningKeys;
import io.coffer.api.signing.SigningService;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The signing service in the node. A new vault or a new core makes a new one, which pairs anew. */
@Component(immediate = true, configurationPid = SigningSettings.PID, service = SigningService.class)
public final class SigningComponent extends CheckingSigningService {
    private static final Logger LOG = LoggerFactory.getLogger(SigningComponent.class);

    @Activate
    public SigningComponent(@Reference MoneyCore core, @Reference SigningKeys vault, Map<String, Object> properties) {
        super(new CoreIntents(core), vault, first(properties), InstantSource.system());
    }

    @Modified
    void change(Map<String, Object> properties) {
        try {
            allowUnverified(warned(SigningSettings.of(properties).allowedUnverified()));
        } catch (IllegalArgumentException e) {
            LOG.error("The old settings of the signing service stay: {}", e.getMessage());
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
