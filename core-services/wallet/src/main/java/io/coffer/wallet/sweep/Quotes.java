// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.sweep;

import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.wallet.adapter.Lane;

/** What a transfer costs now. */
@FunctionalInterface
public interface Quotes {
    /** @throws ChainException if the node does not answer, or the transfer would fail */
    FeeQuote quote(Address sender, TransferIntent transfer, Lane lane) throws ChainException;
}
