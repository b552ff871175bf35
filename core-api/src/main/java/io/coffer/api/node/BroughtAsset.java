// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.node;

import io.coffer.spi.asset.AssetDescriptor;
import io.coffer.spi.money.NetworkAssetId;
import java.util.Optional;

/**
 * An asset that a plugin brings.
 *
 * @param plugin the bundle, as {@code name/version}
 * @param descriptor empty if the plugin does not say what it is
 * @param listed whether an operator has listed it
 * @param problem why it cannot be used, or would not be if it were listed; empty if it can
 */
public record BroughtAsset(
        NetworkAssetId asset,
        String plugin,
        Optional<AssetDescriptor> descriptor,
        boolean listed,
        Optional<String> problem) {}
