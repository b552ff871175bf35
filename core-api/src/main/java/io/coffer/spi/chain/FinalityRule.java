// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

/** When a block of a chain counts as final. An adapter suggests one; the core decides. */
public sealed interface FinalityRule {
    /**
     * A block is final once {@code depth} blocks, itself included, stand on the chain from it upwards.
     *
     * @param depth 1 to 10,000
     */
    record Confirmations(int depth) implements FinalityRule {
        public static final int MAX_DEPTH = 10_000;

        public Confirmations {
            if (depth < 1 || depth > MAX_DEPTH) {
                throw new IllegalArgumentException("depth: " + depth + " is not within 1.." + MAX_DEPTH);
            }
        }
    }

    /** A block is final once the node's own finalized block has reached its height. */
    record FinalizedTag() implements FinalityRule {}

    /** A block is final as soon as it exists. */
    record Immediate() implements FinalityRule {}
}
