// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.adapter;

import io.coffer.spi.chain.ChainId;
import java.util.Optional;

/** Finds the adapter that serves a chain at this moment. */
@FunctionalInterface
public interface AdapterDirectory {
    Optional<GuardedAdapter> find(ChainId chain);
}
