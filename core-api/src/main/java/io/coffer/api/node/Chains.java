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

    /** Stops reading and sending on a chain until {@link #resume}. Lasts until then or until the node restarts. */
    boolean pause(ChainId chain);

    boolean resume(ChainId chain);
}
