// SPDX-License-Identifier: Apache-2.0
package io.coffer.guard;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The node's own list, by symbolic name.
 *
 * @param services bundles of ours that do what the node does
 * @param ground what everything stands on: our API, and libraries and servers of others that the node brings along
 */
record NodeList(Set<String> services, Set<String> ground) {
    private static final String GROUP = "io.coffer";
    private static final String API = GROUP + ".core-api";

    /** The features that bring plugins. */
    private static final Pattern PLUGINS = Pattern.compile("coffer-(chain|asset|oracle)-.+");

    private static final Pattern FEATURE_OR_BUNDLE =
            Pattern.compile("<feature\\s+name=\"([^\"]+)\"|>\\s*mvn:([^/<\\s]+)/([^/<\\s]+)/");

    NodeList {
        services = Set.copyOf(services);
        ground = Set.copyOf(ground);
    }

    /**
     * Reads the features of the node. The symbolic name of a bundle of ours is its group and artifact, of another its
     * artifact.
     *
     * @param features the text of a Karaf features file
     */
    static NodeList of(String features) {
        Set<String> services = new TreeSet<>();
        Set<String> ground = new TreeSet<>();
        boolean isPlugin = false;
        Matcher found = FEATURE_OR_BUNDLE.matcher(features);
        while (found.find()) {
            if (found.group(1) != null) {
                isPlugin = PLUGINS.matcher(found.group(1)).matches();
            } else if (!isPlugin) {
                String name = found.group(2).equals(GROUP) ? GROUP + "." + found.group(3) : found.group(3);
                (name.startsWith(GROUP + ".") && !name.equals(API) ? services : ground).add(name);
            }
        }
        if (services.isEmpty() || !ground.contains(API)) {
            throw new IllegalArgumentException("features: they do not name the bundles of the node");
        }
        return new NodeList(services, ground);
    }
}
