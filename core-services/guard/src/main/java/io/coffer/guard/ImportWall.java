// SPDX-License-Identifier: Apache-2.0
package io.coffer.guard;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses a plugin what it must not be wired to: a package of ours outside the SPI, one of our bundles as a whole, or
 * one of our bundles to be a fragment of. Packages of the SPI and the API come from the node's own bundle only.
 */
final class ImportWall implements ResolverHookFactory {
    private static final Logger LOG = LoggerFactory.getLogger(ImportWall.class);

    private final OwnBundles own;

    ImportWall(OwnBundles own) {
        this.own = own;
    }

    @Override
    public ResolverHook begin(Collection<BundleRevision> triggers) {
        return new Resolution();
    }

    /** Bundles that were wired against the rule, before there was this wall. */
    List<Bundle> offenders(Bundle[] bundles) {
        List<Bundle> offenders = new ArrayList<>();
        for (Bundle bundle : bundles) {
            BundleWiring wiring = bundle.adapt(BundleWiring.class);
            if (wiring != null && wiring.getRequiredWires(null).stream().anyMatch(this::isRefused)) {
                offenders.add(bundle);
            }
        }
        return offenders;
    }

    private boolean isRefused(BundleWire wire) {
        return isRefused(wire.getRequirer().getBundle(), wire.getCapability());
    }

    private boolean isRefused(Bundle asking, BundleCapability offered) {
        Bundle provider = offered.getRevision().getBundle();
        if (provider.equals(asking)) {
            return false;
        }
        return switch (offered.getNamespace()) {
            case PackageNamespace.PACKAGE_NAMESPACE -> isRefused(asking, provider, name(offered));
            case BundleNamespace.BUNDLE_NAMESPACE, HostNamespace.HOST_NAMESPACE ->
                Packages.isOurs(name(offered)) && own.isListed(provider) && !own.isService(asking);
            default -> false;
        };
    }

    private boolean isRefused(Bundle asking, Bundle provider, String packageName) {
        return (Packages.isInner(packageName) && !own.isService(asking))
                || (Packages.isPublic(packageName) && !own.isListed(provider));
    }

    private static String name(BundleCapability capability) {
        return String.valueOf(capability.getAttributes().get(capability.getNamespace()));
    }

    /** One run of the resolver, which is single-threaded. */
    private final class Resolution implements ResolverHook {
        private final Map<String, Set<String>> refused = new TreeMap<>();

        @Override
        public void filterResolvable(Collection<BundleRevision> candidates) {
            // Who may be wired to what is asked one by one.
        }

        @Override
        public void filterSingletonCollisions(
                BundleCapability singleton, Collection<BundleCapability> collisionCandidates) {
            // The platform's own rule stays.
        }

        @Override
        public void filterMatches(BundleRequirement requirement, Collection<BundleCapability> candidates) {
            Bundle asking = requirement.getRevision().getBundle();
            candidates.removeIf(offered -> {
                boolean isRefused = isRefused(asking, offered);
                if (isRefused) {
                    refused.computeIfAbsent(named(asking), key -> new TreeSet<>())
                            .add(name(offered) + " of "
                                    + named(offered.getRevision().getBundle()));
                }
                return isRefused;
            });
        }

        @Override
        public void end() {
            refused.forEach((asking, what) -> LOG.error(
                    "{} is not wired to {}: a bundle that is not on the node's own list has io.coffer.spi.* and nothing"
                            + " else of the node, and that from the node; change what it imports",
                    asking,
                    what));
        }

        private String named(Bundle bundle) {
            return bundle.getSymbolicName() + " [" + bundle.getBundleId() + "]";
        }
    }
}
