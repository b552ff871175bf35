// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.wallet;

import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.money.Amount;
import java.util.Optional;

/**
 * One try to send a withdrawal. A later one replaces it: same sender, same sequence, a higher fee.
 *
 * @param number from 1, rising; one that was given up after it may have been signed leaves a gap
 * @param signed once durable, it never changes
 * @param block where it was last seen mined; of all attempts of a withdrawal one at most has it
 * @param feePaid what it really cost, known from the receipt once it is final
 */
public record Attempt(
        int number,
        Preparation preparation,
        Optional<SignedTx> signed,
        Optional<BlockRef> block,
        Optional<Amount> feePaid) {}
