// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.asset;

import io.coffer.spi.money.NetworkAssetId;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Brings one or more assets. An OSGi service; usually one for each configuration file.
 *
 * <p>Every answer is the same while the plugin is registered: to change one, it registers anew. Bringing an asset lists
 * nothing: deposits and withdrawals begin when an operator lists it.
 */
@ConsumerType
public interface AssetPlugin {
    /** At least one. */
    Set<NetworkAssetId> assets();

    /** What the asset is; empty if it is none of {@link #assets}. */
    Optional<AssetDescriptor> describe(NetworkAssetId asset);

    /** How the asset moves; present for each of kind {@link AssetKind#TOKEN} and for no other. */
    default Optional<TokenProtocol> protocol(NetworkAssetId asset) {
        return Optional.empty();
    }
}
