// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.node;

import io.coffer.api.request.Refusal;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.TxId;
import java.util.Optional;

/**
 * One change of a withdrawal, as it stood after it.
 *
 * @param timeMs journaled time, milliseconds since 1970 UTC
 */
public record WithdrawalStep(Place place, long timeMs, WithdrawalState state, Details details) {
    /**
     * What else is known.
     *
     * @param attempt number of the attempt that counts; 0 before the first
     * @param tx of that attempt, once it is signed
     * @param block where that was last seen mined
     */
    public record Details(int attempt, Optional<TxId> tx, Optional<BlockRef> block, Optional<Refusal> refusal) {}
}
