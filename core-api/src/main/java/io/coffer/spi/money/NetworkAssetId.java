// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.money;

import java.util.regex.Pattern;

/**
 * An asset on one network, as a CAIP-19 asset type such as {@code eip155:1/slip44:60}.
 *
 * @param caip19 the identifier in the form {@code namespace:reference/namespace:reference}
 */
public record NetworkAssetId(String caip19) implements Comparable<NetworkAssetId> {
    private static final Pattern FORM =
            Pattern.compile("[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}/[-a-z0-9]{3,8}:[-.%a-zA-Z0-9]{1,128}");

    public NetworkAssetId {
        if (!FORM.matcher(caip19).matches()) {
            throw new IllegalArgumentException("caip19: not a CAIP-19 asset type: " + caip19);
        }
    }

    /** The CAIP-2 part before the slash. */
    public String chain() {
        return caip19.substring(0, caip19.indexOf('/'));
    }

    @Override
    public int compareTo(NetworkAssetId other) {
        return caip19.compareTo(other.caip19);
    }

    @Override
    public String toString() {
        return caip19;
    }
}
