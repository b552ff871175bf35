// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.node.Chains;
import io.coffer.api.node.Halts;
import io.coffer.api.node.History;
import io.coffer.api.node.Wallets;
import io.coffer.api.signing.KeyVault;
import io.coffer.api.signing.SigningService;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/** The services of the registry that the API asks, followed as they come and go. Safe on any thread. */
final class TrackedServices implements Services, AutoCloseable {
    private static final List<Class<?>> TRACKED = List.of(
            MoneyCore.class,
            Wallets.class,
            Chains.class,
            Halts.class,
            History.class,
            KeyVault.class,
            SigningService.class);

    private final Map<Class<?>, ServiceTracker<?, ?>> trackers;

    TrackedServices(BundleContext context) {
        this.trackers = TRACKED.stream()
                .collect(
                        Collectors.toMap(Function.identity(), service -> new ServiceTracker<>(context, service, null)));
        trackers.values().forEach(ServiceTracker::open);
    }

    @Override
    public <T> Optional<T> find(Class<T> service) {
        ServiceTracker<?, ?> tracker = trackers.get(service);
        if (tracker == null) {
            throw new IllegalArgumentException("service: " + service.getName() + " is not tracked");
        }
        return Optional.ofNullable(tracker.getService()).map(service::cast);
    }

    @Override
    public void close() {
        trackers.values().forEach(ServiceTracker::close);
    }
}
