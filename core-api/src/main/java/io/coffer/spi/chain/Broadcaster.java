// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

import org.osgi.annotation.versioning.ConsumerType;

/** Sends signed transactions to a node. */
@ConsumerType
public interface Broadcaster {
    /**
     * Sends exactly these bytes once. Never throws for what the node or the network does: when in doubt the answer is
     * {@link SubmitOutcome.Indeterminate}.
     */
    SubmitOutcome submit(SignedTx transaction);
}
