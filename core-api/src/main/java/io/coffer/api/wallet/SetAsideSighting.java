// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.wallet;

import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.money.Amount;

/**
 * A movement to an address of ours that the books could not take, and that an operator decided not to credit.
 *
 * @param block where it was seen
 * @param reason the operator's, in words
 * @param decidedAtMs the core's journaled time of the decision, milliseconds since 1970 UTC
 */
public record SetAsideSighting(DepositKey key, Amount amount, BlockRef block, String reason, long decidedAtMs) {}
