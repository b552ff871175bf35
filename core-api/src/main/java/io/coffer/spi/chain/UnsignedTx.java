// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

import io.coffer.spi.money.Bytes;

/**
 * A transaction before it is signed, in the chain's own serialisation.
 *
 * @param encoded for {@code eip155} the unsigned RLP envelope, for {@code devnet} the unsigned form
 */
public record UnsignedTx(ChainId chain, Bytes encoded) {}
