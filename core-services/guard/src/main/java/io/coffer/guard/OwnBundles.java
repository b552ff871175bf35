// SPDX-License-Identifier: Apache-2.0
package io.coffer.guard;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * Tells the node's bundles from others. Of several with one symbolic name only the first that was installed is the
 * node's: a name is easily taken, and an update keeps the place of the bundle that it updates. Any thread may call.
 */
final class OwnBundles {
    private final NodeList list;
    private final BundleContext context;

    /** @param context through which all bundles are seen */
    OwnBundles(NodeList list, BundleContext context) {
        this.list = list;
        this.context = context;
    }

    /** Whether it does what the node does: it finds everything. */
    boolean isService(Bundle bundle) {
        return isSystem(bundle) || (list.services().contains(name(bundle)) && isFirst(bundle));
    }

    /** Whether it is on the list, be it to do the node's work or for that to stand on. */
    boolean isListed(Bundle bundle) {
        return isService(bundle) || (list.ground().contains(name(bundle)) && isFirst(bundle));
    }

    private static boolean isSystem(Bundle bundle) {
        return bundle.getBundleId() == 0;
    }

    private boolean isFirst(Bundle bundle) {
        String name = name(bundle);
        for (Bundle other : context.getBundles()) {
            if (other.getBundleId() < bundle.getBundleId() && name(other).equals(name)) {
                return false;
            }
        }
        return true;
    }

    private static String name(Bundle bundle) {
        String name = bundle.getSymbolicName();
        return name == null ? "" : name;
    }
}
