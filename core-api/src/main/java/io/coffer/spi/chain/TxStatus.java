// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

import io.coffer.spi.money.Amount;

/** What the node knows of a transaction at this moment. */
public sealed interface TxStatus {
    /** The node does not know it. That proves nothing: it may have forgotten it, or never have been told. */
    record Unknown() implements TxStatus {}

    /** The node holds it for a later block. */
    record Pending() implements TxStatus {}

    /**
     * It is in a block of the node's present chain.
     *
     * @param succeeded false if it was mined and moved nothing but its fee
     * @param fee what it really cost its sender, from the receipt
     */
    record Mined(BlockRef block, boolean succeeded, Amount fee) implements TxStatus {}
}
