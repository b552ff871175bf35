// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.adapter;

import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.ChainException;

/** One question to an adapter. */
@FunctionalInterface
public interface ChainCall<T> {
    T ask(ChainAdapter adapter) throws ChainException;
}
