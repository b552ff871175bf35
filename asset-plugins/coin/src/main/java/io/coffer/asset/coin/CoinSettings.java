// SPDX-License-Identifier: Apache-2.0
package io.coffer.asset.coin;

import io.coffer.plugin.Fields;
import io.coffer.plugin.Setting;
import io.coffer.plugin.asset.AssetSettings;
import io.coffer.spi.asset.AssetDescriptor;
import io.coffer.spi.asset.AssetKind;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.spi.settings.InvalidSettingsException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code etc/io.coffer.asset.coin-<name>.cfg}, checked. */
public record CoinSettings(AssetDescriptor coin) {
    public static final String PID = "io.coffer.asset.coin";

    /** CAIP-20 after a CAIP-2 chain: the number of the coin in SLIP-44, without leading zeros. */
    private static final Pattern COIN = Pattern.compile("[^/]+/slip44:(0|[1-9][0-9]{0,9})");

    private static final Setting<NetworkAssetId> ASSET = Setting.text(
                    "asset", COIN, "is no native coin in the form of CAIP-19, such as eip155:1/slip44:60")
            .then(NetworkAssetId::new, "does not start with a CAIP-2 chain such as eip155:1");

    /** Reads the configuration; a message names file, key, value and rule. */
    public static CoinSettings read(Map<String, ?> properties) throws InvalidSettingsException {
        Fields fields = Fields.of(PID, properties, List.of(ASSET, AssetSettings.DECIMALS, AssetSettings.SYMBOL));
        fields.requireSound();
        return new CoinSettings(AssetSettings.descriptor(fields, fields.value(ASSET), AssetKind.COIN));
    }
}
