// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.node;

import io.coffer.api.wallet.Deposit;
import io.coffer.spi.chain.BlockRef;

/**
 * One change of a deposit.
 *
 * @param timeMs journaled time, milliseconds since 1970 UTC
 * @param progress as it stood after the change
 * @param block that it was in
 */
public record DepositStep(Place place, long timeMs, Deposit.Progress progress, BlockRef block) {}
