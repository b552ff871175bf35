// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.asset;

import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainCapability;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.FeeUrgency;
import io.coffer.spi.money.Bytes;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** A chain that runs contracts, some of which are tokens. Called as the adapter is: on many threads, each call limited. */
@ConsumerType
public interface TokenHost extends ChainCapability {
    /**
     * This chain together with exactly these tokens. Asks no node; the adapter itself stays as it is, so that the core
     * decides from which block on a token is looked for and hands over another list when one comes or goes.
     *
     * <p>The chain that is returned shares node, threads and end with the adapter. Beside what the adapter does,
     * <ul>
     *   <li>its reader reports movements of these tokens, each at position 1 + {@link TokenMovement#logIndex} (0 is the
     *       native coin's), and only of transactions that succeeded;
     *   <li>its reader tells of a transfer of such a token that it succeeded only if the token's own logs say that exactly
     *       the amount left the sender; a contract that gave back false and logged nothing made none. If another amount
     *       left, or the transaction makes a call that is no transfer of a token of the list, status is a ChainException
     *       of kind GARBAGE or REFUSED that says so: nobody guesses. So a token stays in the list until every transfer of
     *       it that was sent is final;
     *   <li>it assembles transfers of these tokens, and its broadcaster sends them;
     *   <li>its codec reads such a transfer as the transfer that it makes, and not as a call without value.
     * </ul>
     *
     * @param tokens each with another contract and another name, on this chain
     * @throws IllegalArgumentException if two have the same contract or name, one is on another chain, or the name of an
     *     ERC-20 token is not {@code <chain>/erc20:<contract>} with the contract in the chain's canonical spelling
     */
    AccountChain hosting(List<TokenProtocol> tokens);

    /**
     * Asks a contract; nothing is sent or changed.
     *
     * @param at the block after which it is asked; the node may have forgotten what an old one was like
     * @return the contract's answer, empty if there is no contract
     * @throws ChainException of kind REFUSED if the contract or the node refuses, BEHIND if the node has no such block
     *     on its chain
     */
    Bytes call(ContractCall call, BlockRef at) throws ChainException;

    /**
     * What a transaction costs at most in which {@code sender} makes this call now.
     *
     * @throws ChainException of kind REFUSED if the call would fail
     */
    FeeQuote quote(ContractCall call, Address sender, FeeUrgency urgency) throws ChainException;
}
