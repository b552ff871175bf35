// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.settings;

import io.coffer.api.asset.AssetId;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.FeeUrgency;
import io.coffer.spi.chain.FinalityRule;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What an operator may set for one chain. */
public record ChainSettings(ChainId chain, Reading reading, Sending sending, Sweeping sweeping, Comparing comparing) {
    /** How long a transaction may wait for its block before it is replaced, where an operator set nothing. */
    private static final long REPLACE_AFTER_MS = 45_000;
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
     */
    public record Reading(
            Optional<FinalityRule> finality,
            OptionalLong startHeight,
            int pollMs,
            int pageBlocks,
            int vanishAfterBlocks,
            FinalRemoved finalRemoved) {}

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
     * @param replaceAfterMs how long the lowest sequence of a sender may stay unmined before its transaction is
     *     replaced by one that offers more; each further replacement waits twice as long
     */
    public record Sending(
            Optional<BigInteger> feeCap,
            FeeUrgency urgency,
            boolean allowContracts,
            int maxInputs,
            int maxInFlight,
            long replaceAfterMs) {}

    /**
     * How deposit addresses are emptied into the treasury (account chains).
     *
     * @param thresholds what an address must have at least, in whole coins or tokens, such as {@code 0.5}; an asset
     *     that is not among them is not swept
     * @param maxFee the most that one transfer's fee may be, in whole native coins; empty for a hundredth of one
     * @param batch most transfers begun in one round
     */
    public record Sweeping(Map<AssetId, BigDecimal> thresholds, Optional<BigDecimal> maxFee, int batch) {
        public Sweeping {
            thresholds = Map.copyOf(thresholds);
        }
    }

    /**
     * How balances are compared with the books, where the chain offers them.
     *
     * @param addresses of how many the balance is asked at once, 0 to {@link
     *     io.coffer.spi.chain.BalancesAtBlock#MAX_ADDRESSES}; 0 compares none
     */
    public record Comparing(int addresses) {}

    /** What holds where an operator set nothing. */
    public static ChainSettings defaults(ChainId chain) {
        return new ChainSettings(
                chain,
                new Reading(Optional.empty(), OptionalLong.empty(), 1_000, 50, 100, FinalRemoved.REVERSE),
                new Sending(Optional.empty(), FeeUrgency.NORMAL, false, 50, 200, REPLACE_AFTER_MS),
                new Sweeping(Map.of(), Optional.empty(), 10),
                new Comparing(20));
    }
}
