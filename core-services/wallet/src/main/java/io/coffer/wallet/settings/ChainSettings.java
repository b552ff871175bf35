// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.settings;

import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.FeeUrgency;
import io.coffer.spi.chain.FinalityRule;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalLong;

/** What an operator may set for one chain. */
public record ChainSettings(ChainId chain, Reading reading, Sending sending) {
    /**
     * How blocks are read.
     *
     * @param finality when a block is final; empty for what the adapter suggests
     * @param startHeight where a chain that was never read begins: at the block after this one; empty for the
     *     newest final one
     * @param pollMs pause between two looks at the head once it is reached
     * @param pageBlocks most blocks asked for at once, 1 to {@link io.coffer.spi.chain.ChainReader#MAX_BLOCKS}
     * @param vanishAfterBlocks how many blocks a deposit whose block was removed may stay unseen before it is given up,
     *     if the node knows its transaction no more
     * @param finalRemoved what to do when blocks are removed that counted as final
     * @param compareBalances of how many addresses the balance is asked at once, where the chain offers it, 0 to
     *     {@link io.coffer.spi.chain.BalancesAtBlock#MAX_ADDRESSES}; 0 compares none
     */
    public record Reading(
            Optional<FinalityRule> finality,
            OptionalLong startHeight,
            int pollMs,
            int pageBlocks,
            int vanishAfterBlocks,
            FinalRemoved finalRemoved,
            int compareBalances) {}

    /** What is done when blocks are removed that counted as final. */
    public enum FinalRemoved {
        /** What was credited or had ended in them is taken back at once, as far as the kept blocks reach. */
        REVERSE,
        /** Reading stops until an operator has judged it; until then what was credited stays. */
        HALT
    }

    /**
     * How withdrawals are sent.
     *
     * @param feeCap most that one transaction's fee may be where the order names no cap, in native units; empty for a
     *     hundredth of one coin
     * @param allowContracts whether a destination may be a contract
     * @param maxInputs most outputs spent by one transaction
     * @param maxInFlight most transactions of the chain that are sent and not mined yet
     */
    public record Sending(
            Optional<BigInteger> feeCap, FeeUrgency urgency, boolean allowContracts, int maxInputs, int maxInFlight) {}

    /** What holds where an operator set nothing. */
    public static ChainSettings defaults(ChainId chain) {
        return new ChainSettings(
                chain,
                new Reading(Optional.empty(), OptionalLong.empty(), 1_000, 50, 100, FinalRemoved.REVERSE, 20),
                new Sending(Optional.empty(), FeeUrgency.NORMAL, false, 50, 200));
    }
}
