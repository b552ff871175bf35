// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.asset;

import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * How one token moves. The core hands it to the chain adapter by {@link TokenHost#hosting}.
 *
 * <p>Pure: the same arguments give the same answer, on any thread, and nothing is asked of anybody. It is called for
 * strangers' transactions while blocks are read, so it never throws for what a log, an answer or a call contains: what
 * it cannot read exactly moves nothing.
 */
@ConsumerType
public interface TokenProtocol {
    /** The token, of kind {@link AssetKind#TOKEN}. */
    AssetDescriptor token();

    /** Whose logs tell of the token, in the chain's canonical spelling. A log of any other contract tells nothing. */
    Address contract();

    /** How far the logs are believed. */
    CreditRule creditRule();

    /**
     * The movements of the token in one transaction.
     *
     * @param logs of one transaction, with growing index, of any contracts; some may have been left out
     * @return in the order of the logs, at most one for each; one of nothing, and one from an address to itself, is none
     */
    List<TokenMovement> movements(List<ContractLog> logs);

    /**
     * The call by which the sender of a transaction makes a transfer.
     *
     * @throws IllegalArgumentException if it is of another asset or chain, of nothing, with a tag where the token has
     *     none, or to an address that can hold no tokens or would lose them
     */
    ContractCall encode(TransferIntent transfer);

    /** The transfer that a call makes; empty if it does anything else, or the same in a way that encode does not use. */
    Optional<TransferIntent> decode(ContractCall call);

    /** The question how much {@code holder} has; the adapter asks it by {@link TokenHost#call}. */
    ContractCall balanceCall(Address holder);

    /** The answer to {@link #balanceCall}; empty if it cannot be read. */
    Optional<Amount> balance(Bytes answer);

    /** The question how many decimals the contract says that it has; empty if it cannot be asked. */
    Optional<ContractCall> decimalsCall();

    /** The answer to {@link #decimalsCall}, 0 to 255; empty if it cannot be read. */
    Optional<Integer> decimals(Bytes answer);
}
