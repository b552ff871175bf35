// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import io.coffer.chain.evm.rpc.Endpoint;

/**
 * The node and how much patience to have with it.
 *
 * @param requestTimeoutMs for one HTTP exchange
 * @param maxLagSeconds age of the latest block beyond which the node counts as behind; 0: any age
 */
record NodeSettings(Endpoint endpoint, long requestTimeoutMs, long maxLagSeconds) {}
