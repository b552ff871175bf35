// SPDX-License-Identifier: Apache-2.0
package io.coffer.guard;

/** Names of packages and of types in them. */
final class Packages {
    private static final String OURS = "io.coffer.";
    private static final String SPI = "io.coffer.spi.";
    private static final String API = "io.coffer.api.";

    private Packages() {}

    static boolean isOurs(String name) {
        return name.startsWith(OURS);
    }

    /** What a plugin may see of ours. */
    static boolean isSpi(String name) {
        return name.startsWith(SPI);
    }

    /** Ours, and not for plugins. */
    static boolean isInner(String name) {
        return isOurs(name) && !isSpi(name);
    }

    /** What only the core API may offer. */
    static boolean isPublic(String name) {
        return isSpi(name) || name.startsWith(API);
    }
}
