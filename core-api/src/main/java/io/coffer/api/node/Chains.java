// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.node;

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
}
