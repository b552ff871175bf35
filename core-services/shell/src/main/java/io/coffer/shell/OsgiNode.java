// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import io.coffer.api.node.RequestKey;
import io.coffer.api.request.CommandId;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** The services in the registry; they are given back when the command ends. */
final class OsgiNode implements Node, AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final BundleContext context;
    private final List<ServiceReference<?>> held = new ArrayList<>();

    OsgiNode(BundleContext context) {
        this.context = context;
    }

    @Override
    public <T> Optional<T> find(Class<T> service) {
        ServiceReference<T> reference = context.getServiceReference(service);
        if (reference == null) {
            return Optional.empty();
        }
        T found = context.getService(reference);
        if (found != null) {
            held.add(reference);
        }
        return Optional.ofNullable(found);
    }

    @Override
    public List<Unresolved> unresolved() {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getState() == Bundle.INSTALLED)
                .map(Unresolved::of)
                .toList();
    }

    @Override
    public RequestKey newKey() {
        return new RequestKey(
                CommandId.of("shell", Long.toHexString(RANDOM.nextLong()), Long.toHexString(RANDOM.nextLong())), 0);
    }

    @Override
    public String version() {
        return context.getBundle().getVersion().toString();
    }

    @Override
    public void close() {
        held.forEach(context::ungetService);
    }
}
