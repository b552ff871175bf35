// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.settings;

import io.coffer.spi.chain.ChainId;

/** Finds the settings of a chain as they are now; the defaults where an operator set none. */
@FunctionalInterface
public interface SettingsDirectory {
    ChainSettings of(ChainId chain);
}
