// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.rules;

import io.coffer.api.core.ChainCommand;
import java.util.Optional;

/**
 * The numbers of one version of the rules. Which version is in force is journaled, and a version is never changed once
 * a release has carried it: a journal must replay to the hash that it once had. That holds for everything that reaches
 * the state, the wording of a refusal included. What is to be different gets a new version beside the old ones.
 *
 * @param limitWindowMs how far back a rolling limit looks
 * @param keptBlocks how many blocks of each chain the cursor keeps
 */
public record Rules(int version, long limitWindowMs, int keptBlocks) {
    /** The version that a new journal begins with. */
    public static final Rules NEWEST = new Rules(1, 24L * 60 * 60 * 1000, ChainCommand.AdvanceCursor.KEPT_BLOCKS);

    /** A version, if this release knows it. */
    public static Optional<Rules> version(int version) {
        return version == NEWEST.version ? Optional.of(NEWEST) : Optional.empty();
    }
}
