// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.asset;

import io.coffer.spi.money.NetworkAsset;
import java.util.regex.Pattern;

/**
 * What a plugin says of one of its assets. It does not change while the plugin is registered.
 *
 * @param asset identity and decimals as the network has them; the core pins the decimals when it lists the asset
 * @param symbol a label for people, 1 to 16 characters of {@code [A-Za-z0-9._-]}, the first a letter or digit. It
 *     identifies nothing: anybody may give a token the symbol of another
 */
public record AssetDescriptor(NetworkAsset asset, String symbol, AssetKind kind) {
    private static final Pattern SYMBOL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,15}");

    public AssetDescriptor {
        if (!SYMBOL.matcher(symbol).matches()) {
            throw new IllegalArgumentException("symbol: not 1..16 characters of A-Z a-z 0-9 . _ -: " + symbol);
        }
    }
}
