// SPDX-License-Identifier: Apache-2.0
package io.coffer.guard;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;

/**
 * Hides services, and that they come and go.
 *
 * <p>The services of our API are seen by the bundles that do the node's work and by no other. What those bundles
 * register for the platform, such as a servlet, is seen by the ground, too. A service of the SPI is seen by the node and
 * by who registered it: a plugin does not see another. All else, the platform's own services, is seen by all.
 */
final class ServiceWall implements FindHook, EventListenerHook {
    private final OwnBundles own;

    ServiceWall(OwnBundles own) {
        this.own = own;
    }

    @Override
    public void find(
            BundleContext context,
            @Nullable String name,
            @Nullable String filter,
            boolean allServices,
            Collection<ServiceReference<?>> references) {
        Bundle asking = context.getBundle();
        references.removeIf(reference -> !maySee(asking, reference));
    }

    @Override
    public void event(ServiceEvent event, Map<BundleContext, Collection<ListenerInfo>> listeners) {
        listeners.keySet().removeIf(context -> !maySee(context.getBundle(), event.getServiceReference()));
    }

    private boolean maySee(Bundle asking, ServiceReference<?> service) {
        Bundle provider = service.getBundle();
        // Without a provider it has just gone: there is nothing to be had.
        if (provider == null || provider.equals(asking) || own.isService(asking)) {
            return true;
        }
        boolean spi = false;
        for (String type : (String[]) service.getProperty(Constants.OBJECTCLASS)) {
            if (Packages.isInner(type)) {
                return false;
            }
            spi |= Packages.isSpi(type);
        }
        boolean fromNode = own.isService(provider) && provider.getBundleId() != 0;
        if (spi) {
            return fromNode;
        }
        return !fromNode || own.isListed(asking);
    }
}
