// SPDX-License-Identifier: Apache-2.0
package io.coffer.plugin;

import io.coffer.plugin.ServiceKind.Replacement;
import io.coffer.spi.settings.InvalidSettingsException;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of the service of one configuration: registered once that is good, replaced when it changes, ended with it.
 *
 * <p>It registers the service rather than having the component be it: a configuration that cannot be used then registers
 * nothing, a bad update leaves the values before it in force, and no secret of a configuration becomes a property of the
 * service. A component calls {@link #configure} when it is activated and modified, {@link #close} when it is deactivated.
 *
 * <p>Safe on any thread.
 */
public final class ConfiguredService<C, S> implements AutoCloseable {
    private final String pid;
    private final BundleContext context;
    private final ServiceKind<C, S> kind;
    private final Logger log;
    private @Nullable Running<C, S> running;
    private boolean isClosed;

    /** What is in force. */
    private record Running<C, S>(C settings, S service, ServiceRegistration<?> registration) {}

    /** @param pid of the factory, named in messages where no file is known */
    public ConfiguredService(String pid, BundleContext context, ServiceKind<C, S> kind) {
        this.pid = pid;
        this.context = context;
        this.kind = kind;
        this.log = LoggerFactory.getLogger(kind.getClass());
    }

    /**
     * Takes a configuration, the first or another; one that is refused is logged, and told by what it was to update. Does
     * nothing after {@link #close}: a configuration may change while its component is deactivated.
     */
    public synchronized void configure(Map<String, ?> properties) {
        if (isClosed) {
            return;
        }
        String source = Fields.source(pid, properties);
        C settings;
        try {
            settings = kind.read(properties);
        } catch (InvalidSettingsException invalid) {
            refuse(String.valueOf(invalid.getMessage()));
            return;
        }
        Running<C, S> before = running;
        if (before == null) {
            running = start(settings, source);
            return;
        }
        Optional<String> refusal = kind.refusal(before.settings(), before.service(), settings);
        if (refusal.isPresent()) {
            refuse(source + ": " + refusal.get());
        } else if (!settings.equals(before.settings())) {
            replace(before, settings, source);
        } else {
            tell(before, Optional.empty());
        }
    }

    /** Unregisters the service and ends it, for good. */
    @Override
    public synchronized void close() {
        isClosed = true;
        Running<C, S> ended = running;
        running = null;
        if (ended != null) {
            end(ended);
        }
    }

    private void replace(Running<C, S> before, C settings, String source) {
        if (kind.replacement() == Replacement.NEW_FIRST) {
            running = start(settings, source);
            end(before);
        } else {
            // Cleared first: should starting fail, the ended one must not be ended again.
            running = null;
            end(before);
            running = start(settings, source);
        }
    }

    private Running<C, S> start(C settings, String source) {
        S service = kind.open(settings);
        Running<C, S> started = new Running<>(settings, service, registered(settings, service));
        log.info("{}: {}", source, kind.name(settings));
        return started;
    }

    /** A service that cannot be registered is ended: nobody else knows it. */
    private ServiceRegistration<?> registered(C settings, S service) {
        try {
            return context.registerService(kind.type(), service, properties(settings, Optional.empty()));
        } catch (RuntimeException failed) {
            try {
                kind.close(service);
            } catch (RuntimeException another) {
                failed.addSuppressed(another);
            }
            throw failed;
        }
    }

    /** The framework refuses to unregister what it has unregistered itself, as when the bundle is stopped. */
    private void end(Running<C, S> ended) {
        try {
            ended.registration().unregister();
        } finally {
            kind.close(ended.service());
        }
    }

    private void refuse(String why) {
        String then = running == null ? "nothing is registered by it" : "the values before it stay in force";
        String problem = why + "; " + then;
        log.error("{}", problem);
        if (running != null) {
            tell(running, Optional.of(problem));
        }
    }

    private void tell(Running<C, S> present, Optional<String> problem) {
        if (kind.problemProperty().isPresent()) {
            present.registration().setProperties(properties(present.settings(), problem));
        }
    }

    private Dictionary<String, Object> properties(C settings, Optional<String> problem) {
        Map<String, Object> told = new HashMap<>(kind.properties(settings));
        problem.ifPresent(what -> kind.problemProperty().ifPresent(key -> told.put(key, what)));
        return FrameworkUtil.asDictionary(told);
    }
}
