// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import io.coffer.chain.evm.rpc.Endpoint;
import java.util.List;

/**
 * The nodes and how much patience to have with them.
 *
 * @param endpoints at least one; the first is asked first
 * @param agreement how many of them must hold the head's block; 1: the one that is asked is believed
 * @param requestTimeoutMs for one HTTP exchange
 * @param batchLimit questions in one exchange
 * @param maxLagSeconds age of the latest block beyond which a node counts as behind; 0: any age
 */
record NodeSettings(
        List<Endpoint> endpoints, int agreement, long requestTimeoutMs, int batchLimit, long maxLagSeconds) {
    NodeSettings {
        endpoints = List.copyOf(endpoints);
    }
}
