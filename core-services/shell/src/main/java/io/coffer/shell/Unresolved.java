// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/**
 * A bundle that does not run because it cannot be wired.
 *
 * @param inner what it asks for of ours that no plugin gets; empty if it lacks something else
 */
record Unresolved(String name, long id, List<String> inner) {
    /** A package or bundle of ours that is not of the SPI. */
    private static final Pattern INNER = Pattern.compile("(?<![\\w.-])io\\.coffer\\.(?!spi\\.)[\\w.-]+");

    Unresolved {
        inner = List.copyOf(inner);
    }

    static Unresolved of(Bundle bundle) {
        String name = Optional.ofNullable(bundle.getSymbolicName()).orElse(bundle.getLocation());
        String asked = Stream.of(Constants.IMPORT_PACKAGE, Constants.REQUIRE_BUNDLE, Constants.FRAGMENT_HOST)
                .map(header -> bundle.getHeaders("").get(header))
                .map(header -> header == null ? "" : header)
                .collect(Collectors.joining(","));
        return new Unresolved(name, bundle.getBundleId(), innerOf(asked));
    }

    /** @param headers of a manifest, in which bundles and packages are named */
    static List<String> innerOf(String headers) {
        TreeSet<String> found = new TreeSet<>();
        INNER.matcher(headers).results().forEach(match -> found.add(match.group()));
        return List.copyOf(found);
    }

    /** What an operator does about it. */
    String step() {
        String does = "bundle " + name + " [" + id + "] is not resolved and does not run: ";
        return inner.isEmpty()
                ? does + "bundle:diag " + id
                : does + "it asks for " + String.join(", ", inner)
                        + ", and a plugin gets io.coffer.spi.* only; change its imports";
    }
}
