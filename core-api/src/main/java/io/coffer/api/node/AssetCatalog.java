// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.node;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The assets that plugins bring at this moment. Bringing one lists nothing. */
@ProviderType
public interface AssetCatalog {
    /** By asset, then in the order in which the plugins came: of several with the same asset, the first is used. */
    List<BroughtAsset> brought();

    /** Plugins that could not be asked what they bring, each with the reason, as text for operators. */
    List<String> leftAside();
}
