// SPDX-License-Identifier: Apache-2.0
package io.coffer.projection;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.node.History;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Runs the history in the node. Its service is there at once, also while it catches up. */
@Component(
        configurationPid = ProjectionComponent.PID,
        immediate = true,
        service = {})
@Designate(ocd = ProjectionComponent.Config.class)
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\"io.coffer.api.node.History\"")
public final class ProjectionComponent {
    /** The configuration's name. */
    static final String PID = "io.coffer.projection";

    /** Karaf's own data folder would do too, but a clean start deletes it and everything would be read again. */
    private static final String DATA_PROPERTY = "coffer.data";

    private final SqlHistory history;
    private final ServiceRegistration<?> registration;

    /** Where the history is kept. */
    @ObjectClassDefinition(name = "Coffer projections")
    public @interface Config {
        @AttributeDefinition(
                name = "File",
                description =
                        "Of the SQL store, without .mv.db. Empty: projection/projection in the node's data folder.",
                required = false)
        String file() default "";
    }

    @Activate
    public ProjectionComponent(BundleContext context, Config config, @Reference MoneyCore core) {
        this.history = SqlHistory.open(file(context, config), core);
        this.registration = context.registerService(History.class, history, null);
    }

    private static Path file(BundleContext context, Config config) {
        if (!config.file().isBlank()) {
            return Path.of(config.file());
        }
        String data = Optional.ofNullable(context.getProperty(DATA_PROPERTY)).orElse("data");
        return Path.of(data, "projection", "projection");
    }

    @Deactivate
    void deactivate() {
        registration.unregister();
        history.close();
    }
}
