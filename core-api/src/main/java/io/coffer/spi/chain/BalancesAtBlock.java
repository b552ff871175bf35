// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

import io.coffer.spi.money.Amount;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Reads what addresses held after one block, on a chain where value may arrive that no {@link Movement} tells of: the
 * core compares the balance at a final block with what it knows to have come and gone.
 *
 * <p>An adapter offers it where its movements may leave something out, and only there: a chain that tells of everything
 * has nothing to compare. A reader that traces may still offer it, because rewards, or a trace that is too long, show in
 * balances only; what it has told of is in the books, so it makes no difference. What receipts say that transactions
 * have cost must then be exact, because less than expected stops the coin from being sent.
 */
@ConsumerType
public interface BalancesAtBlock extends ChainCapability {
    /** The most addresses that are asked for at once. */
    int MAX_ADDRESSES = 100;

    /**
     * The balances in the chain's native asset after {@code block}, in the order of {@code addresses}.
     *
     * @param addresses 1 to {@link #MAX_ADDRESSES}
     * @throws ChainException of kind BEHIND if the block is not on the node's chain, REFUSED if the node no longer keeps
     *     the balances of that time
     */
    List<Amount> balances(List<Address> addresses, BlockRef block) throws ChainException;
}
