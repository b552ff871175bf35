// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.wallet;

import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.Utxo;
import java.util.List;
import java.util.OptionalLong;

/**
 * All that an adapter needs to assemble a withdrawal's transaction, so that it can be assembled again to the byte.
 *
 * @param sender the address of ours that pays: of the treasury, or that of a sweep; in a UTXO chain the one that receives the
 *     change
 * @param sequence reserved in an account chain, else empty
 * @param inputs reserved in a UTXO chain, else none
 */
public record Preparation(Address sender, OptionalLong sequence, List<Utxo> inputs, FeeQuote fee) {
    public Preparation {
        inputs = List.copyOf(inputs);
    }
}
