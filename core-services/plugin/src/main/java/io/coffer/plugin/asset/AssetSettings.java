// SPDX-License-Identifier: Apache-2.0
package io.coffer.plugin.asset;

import io.coffer.plugin.Fields;
import io.coffer.plugin.Setting;
import io.coffer.spi.asset.AssetDescriptor;
import io.coffer.spi.asset.AssetKind;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.spi.money.NetworkAssetId;
import java.util.Locale;
import java.util.Optional;

/** What the file of every asset has, and what of it never changes. */
public final class AssetSettings {
    private static final NetworkAsset ANY = new NetworkAsset(new NetworkAssetId("any:asset/slip44:0"), 0);

    public static final Setting<Integer> DECIMALS =
            Setting.whole("decimals", 0, NetworkAsset.MAX_DECIMALS).as(Math::toIntExact);

    public static final Setting<String> SYMBOL =
            Setting.of("symbol", AssetSettings::symbol, "is not 1..16 characters of A-Z a-z 0-9 . _ -");

    private AssetSettings() {}

    /** The asset of fields that are sound and have both settings. */
    public static AssetDescriptor descriptor(Fields fields, NetworkAssetId id, AssetKind kind) {
        return new AssetDescriptor(new NetworkAsset(id, fields.value(DECIMALS)), fields.value(SYMBOL), kind);
    }

    /**
     * Why one asset is no update of another: an update may change how it is called, but what it is, and its decimals,
     * are fixed as long as the file is there.
     */
    public static Optional<String> refusal(AssetDescriptor before, AssetDescriptor now) {
        return now.asset().equals(before.asset())
                ? Optional.empty()
                : Optional.of(shown(now.asset()) + " would take the place of " + shown(before.asset())
                        + "; remove the file to end that "
                        + before.kind().name().toLowerCase(Locale.ROOT));
    }

    /** The rule is that of the descriptor. */
    private static String symbol(String text) {
        return new AssetDescriptor(ANY, text, AssetKind.COIN).symbol();
    }

    private static String shown(NetworkAsset asset) {
        return asset.id() + " with " + asset.decimals() + " decimals";
    }
}
