// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.node;

import io.coffer.api.request.Refusal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.ChainId;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The chains that the node runs at this moment, each under a supervisor of its own. */
@ProviderType
public interface Chains {
    /** By id; also chains whose adapter is gone but that have work left. */
    List<ChainStatus> statuses();

    Optional<ChainStatus> status(ChainId chain);

    /** The adapter of a chain while it is there. */
    Optional<ChainAdapter> adapter(ChainId chain);

    /**
     * Stops reading and sending on a chain until {@link #resume}. Lasts until then or until the node restarts.
     *
     * @return false if the chain is unknown
     */
    boolean pause(ChainId chain);

    /**
     * Goes on after a pause, or after the supervisor stopped for something that an operator must judge: resuming says
     * that it has been judged.
     *
     * @return false if the chain is unknown
     */
    boolean resume(ChainId chain);

    /**
     * Reads the blocks from {@code fromHeight} up to the cursor once more, beside the normal reading, and takes what
     * was missed. What is known already is not taken twice. Ends with the node.
     *
     * @return false if the chain is unknown, has no adapter, or has not been read that far
     */
    default boolean rescan(ChainId chain, long fromHeight) {
        return false;
    }

    /** The withdrawals of a chain that wait for something other than their turn, oldest first; not after a restart. */
    default List<Waiting> waiting(ChainId chain) {
        return List.of();
    }

    /**
     * What deposit addresses of a chain have that is to be swept, as last looked at, the order in which it will be; at
     * most some hundreds. Empty where nothing is swept, and after a restart until the first look.
     */
    default List<Sweep> sweeps(ChainId chain) {
        return List.of();
    }

    /**
     * Has the transaction of a withdrawal, or of a transfer of the house, replaced in a moment by one with the same
     * sequence that offers more, however long it has waited. What it must offer is found out then: if that is above the
     * fee cap, it waits with {@code fee.above-cap}.
     *
     * @return why not; empty if it will be tried
     */
    default Optional<Refusal> bump(WithdrawalId withdrawal) {
        return Optional.of(new Refusal(
                "withdrawal.unknown", "there is no withdrawal " + withdrawal, "wallet:withdrawals shows them"));
    }
}
