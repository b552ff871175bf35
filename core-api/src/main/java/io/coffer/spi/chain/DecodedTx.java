// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

import io.coffer.spi.money.Amount;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a transaction says that it will do.
 *
 * @param inputs the senders in an account chain (one, without a {@link Input#spent}; none if the
 *     unsigned form names no sender, as in Ethereum), the spent outputs in a UTXO chain
 * @param sequence the nonce in an account chain
 * @param maxFee the most that it can cost in the native asset
 */
public record DecodedTx(
        ChainId chain, List<Input> inputs, List<TransferIntent> outputs, OptionalLong sequence, Amount maxFee) {
    /**
     * Where value comes from.
     *
     * @param spent the output that is spent, as {@code txid:index}; empty text in an account chain
     */
    public record Input(Address address, String spent) {}

    public DecodedTx {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }
}
