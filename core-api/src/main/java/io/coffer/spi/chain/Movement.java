// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

import io.coffer.spi.money.Amount;
import java.util.Optional;

/**
 * Value that reached an address in a block, by a transaction that succeeded.
 *
 * @param position place within the transaction that does not change when it is mined again elsewhere: the output's
 *     index, the n-th log of the transaction, 0 for a native transfer, 2^30 + n for the n-th payment that a contract
 *     passed on by an internal call. Never an index within the block.
 * @param tag memo or destination tag, where the chain has one
 */
public record Movement(TxId tx, int position, Address to, Optional<String> tag, Amount amount) {
    public Movement {
        if (position < 0) {
            throw new IllegalArgumentException("position: " + position + " is negative");
        }
    }
}
