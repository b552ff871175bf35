// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.rules;

import io.coffer.api.core.ChainCommand;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The numbers of one version of the rules. Which version is in force is journaled, and a version is never changed once
 * a release has carried it: a journal must replay to the hash that it once had. That holds for everything that reaches
 * the state, the wording of a refusal included. What is to be different gets a new version beside the old ones.
 *
 * @param limitWindowMs how far back a rolling limit looks
 * @param keptBlocks how many blocks of each chain the cursor keeps
 * @param discoveriesCoverArrivals whether what a transfer of the house brought, and is seen only after its end, is taken
 *     for part of what the balance of the address has told of since; in version 1 it was booked beside it
 */
public record Rules(int version, long limitWindowMs, int keptBlocks, boolean discoveriesCoverArrivals) {
    private static final Rules FIRST =
            new Rules(1, 24L * 60 * 60 * 1000, ChainCommand.AdvanceCursor.KEPT_BLOCKS, false);

    /** The version that a node goes on with from its next start. */
    public static final Rules NEWEST = new Rules(2, FIRST.limitWindowMs, FIRST.keptBlocks, true);

    /** A version, if this release knows it. */
    public static Optional<Rules> version(int version) {
        return Stream.of(FIRST, NEWEST)
                .filter(rules -> rules.version == version)
                .findFirst();
    }
}
