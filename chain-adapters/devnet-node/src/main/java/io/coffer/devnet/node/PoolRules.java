// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import io.coffer.devnet.format.Octets;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What a mode asks of the transactions that wait, and the indexes that it needs for it. */
sealed interface PoolRules permits AccountRules, UtxoRules {
    /**
     * Checks a new transaction against the state and against those that wait already.
     *
     * @return the waiting ones that it replaces, which must be removed first
     */
    Set<Octets> admit(NodeTransaction candidate) throws Refusal;

    void added(NodeTransaction transaction);

    void removed(NodeTransaction transaction);

    /** The waiting ones that may have become ready because {@code mined} was. */
    List<NodeTransaction> unlockedBy(NodeTransaction mined);

    /** The waiting ones that can never be mined without {@code transaction}, which is taken away. */
    Set<Octets> dependents(NodeTransaction transaction);

    /** After the state stepped back: those of {@code candidates} that can never be mined any more. */
    Set<Octets> stranded(Collection<NodeTransaction> candidates);
}
