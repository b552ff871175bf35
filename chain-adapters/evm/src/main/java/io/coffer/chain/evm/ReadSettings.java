// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

/**
 * How blocks are read.
 *
 * @param finalTag by which the node is asked for its irreversible block: {@code finalized} or {@code safe}
 * @param blockRange blocks that are asked for at once, 1 to 100; fewer where the node finds them too many
 */
record ReadSettings(String finalTag, InternalTransfers internal, int blockRange) {
    static final String FINALIZED = "finalized";
    static final String SAFE = "safe";
}
