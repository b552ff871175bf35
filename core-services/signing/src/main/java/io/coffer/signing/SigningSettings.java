// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The settings of {@code io.coffer.signing}.
 *
 * @param allowedUnverified CAIP-2 namespaces whose transactions are signed although the node cannot read them ({@code
 *     allowUnverifiedFamilies}, separated by commas; none)
 */
record SigningSettings(Set<String> allowedUnverified) {
    static final String PID = "io.coffer.signing";

    private static final String KEY = "allowUnverifiedFamilies";

    /** CAIP-2. */
    private static final Pattern NAMESPACE = Pattern.compile("[-a-z0-9]{3,8}");

    SigningSettings {
        allowedUnverified = Set.copyOf(allowedUnverified);
    }

    /** @throws IllegalArgumentException if a value is no good; the message names file, key and value */
    static SigningSettings of(Map<String, ?> properties) {
        Object value = properties.get(KEY);
        Set<String> families = new TreeSet<>();
        String text = value == null ? "" : String.valueOf(value);
        for (String part : Arrays.asList(text.split(",", -1))) {
            String family = part.trim();
            if (!family.isEmpty() && !NAMESPACE.matcher(family).matches()) {
                throw new IllegalArgumentException(PID + ".cfg: " + KEY + ": no CAIP-2 namespace: " + family);
            }
            if (!family.isEmpty()) {
                families.add(family);
            }
        }
        return new SigningSettings(families);
    }
}
