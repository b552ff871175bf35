// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.wallet;

import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.money.Amount;
import java.util.Optional;

/**
 * Value that reached an address of ours.
 *
 * @param account whom it belongs to; empty for the house or nobody
 * @param block the block that it was last seen in
 * @param detectedAtMs journaled time, milliseconds since 1970 UTC
 */
public record Deposit(
        DepositKey key,
        Optional<AccountId> account,
        Amount amount,
        BlockRef block,
        Progress progress,
        long detectedAtMs) {
    /**
     * The independent axes of a deposit's life.
     *
     * @param generation how often it has been reversed after credit
     * @param reason why it stands on the desk or is held back; else empty
     */
    public record Progress(DepositChainState chain, DepositState state, int generation, Optional<String> reason) {}
}
