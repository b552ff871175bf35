// SPDX-License-Identifier: Apache-2.0
package io.coffer.guard;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raises the walls, before any bundle of the node that has something to hide is started. No component, because they
 * must stand before components are made.
 */
public final class GuardActivator implements BundleActivator {
    private static final Logger LOG = LoggerFactory.getLogger(GuardActivator.class);
    private static final String FEATURES = "feature.xml";

    @Override
    public void start(BundleContext context) throws IOException {
        raise(context, list());
    }

    /** The framework takes down what a bundle has registered. */
    @Override
    public void stop(BundleContext context) {
        LOG.warn("The walls between the node and its plugins are down");
    }

    static void raise(BundleContext context, NodeList list) {
        BundleContext all = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getBundleContext();
        OwnBundles own = new OwnBundles(list, all);
        ServiceWall services = new ServiceWall(own);
        ImportWall imports = new ImportWall(own);
        context.registerService(ResolverHookFactory.class, imports, null);
        context.registerService(
                new String[] {FindHook.class.getName(), EventListenerHook.class.getName()}, services, null);
        List<Bundle> offenders = imports.offenders(all.getBundles());
        if (!offenders.isEmpty()) {
            LOG.error("Resolved anew, as they were wired to more than a plugin may: {}", offenders);
            all.getBundle().adapt(FrameworkWiring.class).refreshBundles(offenders);
        }
    }

    private static NodeList list() throws IOException {
        try (InputStream features = GuardActivator.class.getResourceAsStream(FEATURES)) {
            if (features == null) {
                throw new IOException("the guard was built without the node's features");
            }
            return NodeList.of(new String(features.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
