// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

/**
 * What a snapshot is a snapshot of.
 *
 * @param position of the last record applied
 * @param term of that record
 * @param chainHash of the journal up to and including that record
 * @param stateHash of the state machine after it
 */
public record SnapshotMark(long position, long term, Hash chainHash, Hash stateHash) {
    /** Where to verify the journal from. */
    public JournalAnchor anchor() {
        return new JournalAnchor(position, chainHash);
    }
}
