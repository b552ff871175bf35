// SPDX-License-Identifier: Apache-2.0
package io.coffer.money;

import io.coffer.api.core.CoreClock;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyForensics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\"io.coffer.api.core.CoreClock\"")
public final class MoneyCoreComponent {
    /** The configuration's name. */
    static final String PID = "io.coffer.money";

    /** Karaf's own data folder is no place: a clean start deletes it. */
    private static final String DATA_PROPERTY = "coffer.data";

    private static final String FOLDER = "money";

    private static final Logger LOG = LoggerFactory.getLogger(MoneyCoreComponent.class);

    private final LocalMoneyCore core;
    private final ServiceRegistration<?> registration;
    private final Settings inForce;

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

        @AttributeDefinition(
                name = "Longest downtime",
                description =
                        "Hours that the clock may have gone on since the last record when the node starts; more is"
                                + " confirmed by an operator with ledger:clock-accept.")
        int maxDowntimeHours() default 12;
    }

    @Activate
    public MoneyCoreComponent(BundleContext context, Map<String, Object> config) throws IOException {
        this.inForce = Settings.read(PID, config, Settings.DEFAULT);
        inForce.problems().forEach(LOG::error);
        this.core = LocalMoneyCore.open(
                directory(context),
                new TimeSource(
                        Clock.systemUTC(), System::nanoTime, TimeUnit.HOURS.toMillis(inForce.maxDowntimeHours())),
                inForce.options());
        this.registration = context.registerService(
                new String[] {MoneyCore.class.getName(), MoneyForensics.class.getName(), CoreClock.class.getName()},
                core,
                null);
    }

    private Path directory(BundleContext context) {
        if (!inForce.directory().isEmpty()) {
            return Path.of(inForce.directory());
        }
        String data = Optional.ofNullable(context.getProperty(DATA_PROPERTY)).orElse("data");
        return Path.of(data, FOLDER);
    }

    /** The core does not move or resize its files while it runs, and goes on whatever is written. */
    @Modified
    void modified(Map<String, Object> config) {
        Settings next = Settings.read(PID, config, inForce);
        next.problems().forEach(LOG::error);
        if (!next.isAs(inForce)) {
            LOG.warn("etc/{}.cfg was changed; it takes effect when the node is started again", PID);
        }
    }

    @Deactivate
    void deactivate() throws IOException {
        registration.unregister();
        core.close();
    }
}
