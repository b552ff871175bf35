// SPDX-License-Identifier: Apache-2.0
package io.coffer.money;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyForensics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Runs the money core in the node. Its services appear once everything in the journal has been applied, and not at all
 * if the files are damaged.
 */
@Component(
        configurationPid = MoneyCoreComponent.PID,
        immediate = true,
        service = {})
@Designate(ocd = MoneyCoreComponent.Config.class)
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\"io.coffer.api.core.MoneyCore\"")
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\"io.coffer.api.core.MoneyForensics\"")
public final class MoneyCoreComponent {
    /** The configuration's name. */
    static final String PID = "io.coffer.money";

    /** Karaf's own data folder is no place: a clean start deletes it. */
    private static final String DATA_PROPERTY = "coffer.data";

    private static final String FOLDER = "money";

    private final LocalMoneyCore core;
    private final ServiceRegistration<?> registration;

    /** Where the money core keeps its files, and how large they are. */
    @ObjectClassDefinition(name = "Coffer money core")
    public @interface Config {
        @AttributeDefinition(
                name = "Folder",
                description = "Of journal, snapshots and ids. Empty: money in the node's data folder.",
                required = false)
        String directory() default "";

        @AttributeDefinition(name = "Segment size", description = "Bytes that a journal file is preallocated to.")
        int segmentBytes() default 16 << 20;

        @AttributeDefinition(name = "Snapshot distance", description = "After how many records a snapshot is written.")
        int snapshotEveryRecords() default 100_000;
    }

    @Activate
    public MoneyCoreComponent(BundleContext context, Config config) throws IOException {
        MoneyCoreOptions options = MoneyCoreOptions.DEFAULT
                .segmentBytes(config.segmentBytes())
                .snapshotEveryRecords(config.snapshotEveryRecords());
        this.core = LocalMoneyCore.open(directory(context, config), Clock.systemUTC(), options);
        this.registration = context.registerService(
                new String[] {MoneyCore.class.getName(), MoneyForensics.class.getName()}, core, null);
    }

    private static Path directory(BundleContext context, Config config) {
        if (!config.directory().isBlank()) {
            return Path.of(config.directory());
        }
        String data = Optional.ofNullable(context.getProperty(DATA_PROPERTY)).orElse("data");
        return Path.of(data, FOLDER);
    }

    @Deactivate
    void deactivate() throws IOException {
        registration.unregister();
        core.close();
    }
}
