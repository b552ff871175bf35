// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

import io.coffer.spi.money.NetworkAssetId;
import java.util.regex.Pattern;

/**
 * A chain, as CAIP-2: {@code eip155:1}, {@code devnet:main}.
 *
 * @param caip2 the identifier in the form {@code namespace:reference}
 */
public record ChainId(String caip2) implements Comparable<ChainId> {
    private static final Pattern FORM = Pattern.compile("[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}");

    public ChainId {
        if (!FORM.matcher(caip2).matches()) {
            throw new IllegalArgumentException("caip2: not a CAIP-2 chain id: " + caip2);
        }
    }

    /** The chain that {@code asset} lives on. */
    public static ChainId of(NetworkAssetId asset) {
        return new ChainId(asset.chain());
    }

    /** The part before the colon, which names the chain's family: {@code eip155}, {@code devnet}. */
    public String namespace() {
        return caip2.substring(0, caip2.indexOf(':'));
    }

    /** The part after the colon. */
    public String reference() {
        return caip2.substring(caip2.indexOf(':') + 1);
    }

    @Override
    public int compareTo(ChainId other) {
        return caip2.compareTo(other.caip2);
    }

    @Override
    public String toString() {
        return caip2;
    }
}
