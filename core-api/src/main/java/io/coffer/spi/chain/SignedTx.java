// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

import io.coffer.spi.money.Bytes;

/**
 * A transaction as it is broadcast.
 *
 * @param encoded the chain's own serialisation; whoever has it can send it, so it is not logged
 */
public record SignedTx(ChainId chain, TxId id, Bytes encoded) {}
