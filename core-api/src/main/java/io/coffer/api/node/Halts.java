// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.node;

import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.request.Refusal;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainId;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Chains that have stopped because a person must judge, and what that person may decide. Every decision but to try
 * again is journaled. A decision that is refused has changed nothing. Any thread may call.
 */
@ProviderType
public interface Halts {
    /** What a chain has stopped for; empty if it has not. Lasts until a decision or until the node restarts. */
    Optional<Halt> halt(ChainId chain);

    /**
     * Lets a chain go on past exactly what it stopped for. If that is no longer what it finds, it stops again.
     *
     * @param halt id of what was judged
     * @return why not; empty if it goes on
     */
    Optional<Refusal> acknowledge(ChainId chain, String halt);

    /**
     * Reads a chain on after a named block, wherever its cursor stands above it. The chain must be halted or paused,
     * its node must have the block, and something must show that all below it has been read. What was final in blocks
     * that the node does not have any more is taken back first. Blocks that are read again credit nothing twice. Takes
     * as long as the node's answers do.
     *
     * @return why not; empty if it was done
     */
    Optional<Refusal> resetCursor(ChainId chain, Reset reset) throws CoreUnavailableException;

    /**
     * Passes the one sighting that a chain stopped for, without crediting it, and goes on.
     *
     * @param halt id of what was judged, of kind {@link Kind#SIGHTING_REFUSED}
     * @param reason in words, not blank
     * @return why not; empty if it was done
     */
    Optional<Refusal> setAside(ChainId chain, String halt, String reason) throws CoreUnavailableException;

    /**
     * Goes on although the end of a withdrawal cannot be taken back that a chain stopped for, because the books refuse
     * it for good. If they take it back by now, that is done. Else its end stands: the books keep what it had posted, the
     * removal of that block is not asked about again, and the outbound of its asset is halted.
     *
     * @param halt id of what was judged, of kind {@link Kind#STEP_REFUSED} and on a withdrawal
     * @param decidedBy who answers for it, as {@code reason} in words and not blank
     * @return why not; empty if it was done
     */
    default Optional<Refusal> letStand(ChainId chain, String halt, String decidedBy, String reason)
            throws CoreUnavailableException {
        return Optional.of(new Refusal(
                "halt.no-withdrawal",
                "halt " + halt + " is about no withdrawal",
                "look at it with chain:show " + chain));
    }

    /**
     * Where a chain is to be read on, and what an operator has made sure of.
     *
     * @param block the node has it; reading goes on above it
     * @param takeBack how many deposits and withdrawals that are final may be taken back: exactly so many as are
     * @param shared the block belonged to the chain that was read, though nothing here shows it
     */
    record Reset(BlockRef block, int takeBack, boolean shared) {
        /** One that takes nothing back and needs no word. */
        public static Reset to(BlockRef block) {
            return new Reset(block, 0, false);
        }
    }

    /**
     * What a chain has stopped for.
     *
     * @param id of exactly this kind on exactly these blocks: another halt has another
     * @param message in words, with the blocks or the deposit
     * @param sinceMs milliseconds since 1970 UTC by the node's clock
     */
    record Halt(String id, Kind kind, String message, long sinceMs) {}

    /** Why a chain stops. */
    enum Kind {
        /** Blocks that counted as final are no longer on the node's chain. */
        FINAL_BLOCKS_REMOVED,
        /** None of the blocks that are kept is on the node's chain: nothing to step back to. */
        ALL_BLOCKS_REMOVED,
        /** The core refuses to take notice of a movement to an address of ours. */
        SIGHTING_REFUSED,
        /** The core refuses a step of the cursor, or to take back a deposit or the end of a withdrawal. */
        STEP_REFUSED
    }
}
