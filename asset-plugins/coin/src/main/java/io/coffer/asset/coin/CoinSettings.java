// SPDX-License-Identifier: Apache-2.0
package io.coffer.asset.coin;

import io.coffer.spi.asset.AssetDescriptor;
import io.coffer.spi.asset.AssetKind;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.spi.settings.InvalidSettingsException;
import io.coffer.spi.settings.Settings;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code etc/io.coffer.asset.coin-<name>.cfg}, checked.
 *
 * @param source the file, for messages
 */
public record CoinSettings(String source, AssetDescriptor coin) {
    public static final String PID = "io.coffer.asset.coin";

    private static final String ASSET = "asset";
    private static final String SYMBOL = "symbol";
    private static final String DECIMALS = "decimals";

    /** CAIP-20 after a CAIP-2 chain: the number of the coin in SLIP-44, without leading zeros. */
    private static final Pattern COIN = Pattern.compile("[^/]+/slip44:(0|[1-9][0-9]{0,9})");

    /** Reads the configuration; a message names file, key, value and rule. */
    public static CoinSettings read(Map<String, ?> properties) throws InvalidSettingsException {
        Settings settings = Settings.of(PID, properties, Set.of(ASSET, SYMBOL, DECIMALS));
        NetworkAssetId asset = asset(settings);
        int decimals = settings.number(DECIMALS, 0, NetworkAsset.MAX_DECIMALS);
        String symbol = settings.text(SYMBOL);
        try {
            return new CoinSettings(
                    settings.source(), new AssetDescriptor(new NetworkAsset(asset, decimals), symbol, AssetKind.COIN));
        } catch (IllegalArgumentException wrong) {
            throw settings.invalid(SYMBOL, symbol, "is not 1..16 characters of A-Z a-z 0-9 . _ -");
        }
    }

    /** An update may change how a coin is called; what it is, and its decimals, are fixed as long as the file is there. */
    void requireUpdateOf(CoinSettings before) throws InvalidSettingsException {
        if (!coin.asset().equals(before.coin.asset())) {
            throw new InvalidSettingsException(source + ": " + shown(coin.asset()) + " would take the place of "
                    + shown(before.coin.asset()) + "; remove the file to end that coin");
        }
    }

    private static NetworkAssetId asset(Settings settings) throws InvalidSettingsException {
        String text = settings.text(ASSET);
        if (COIN.matcher(text).matches()) {
            try {
                return new NetworkAssetId(text);
            } catch (IllegalArgumentException wrong) {
                throw settings.invalid(ASSET, text, "does not start with a CAIP-2 chain such as eip155:1");
            }
        }
        throw settings.invalid(ASSET, text, "is no native coin in the form of CAIP-19, such as eip155:1/slip44:60");
    }

    private static String shown(NetworkAsset asset) {
        return asset.id() + " with " + asset.decimals() + " decimals";
    }
}
