// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

import io.coffer.spi.money.Amount;
import java.util.Optional;

/**
 * Value that reached an address in a block, by a transaction that succeeded.
 *
 * @param position place within the transaction that does not change when it is mined again elsewhere: the output's
 *     index, 0 for a native transfer, the n-th log of the transaction counted from 1, 2^30 + n for the n-th payment that
 *     contracts passed on in it by internal calls, counted from 0. Never an index within the block.
 * @param tag memo or destination tag, where the chain has one
 */
public record Movement(TxId tx, int position, Address to, Optional<String> tag, Amount amount) {
    public Movement {
        if (position < 0) {
            throw new IllegalArgumentException("position: " + position + " is negative");
        }
    }
}
