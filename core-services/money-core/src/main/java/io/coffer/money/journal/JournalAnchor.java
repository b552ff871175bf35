// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

/** The chain hash of a journal at a position, as a snapshot holds it: verification may start there. */
public record JournalAnchor(long position, Hash chainHash) {
    /** Before the first record of a new journal. */
    public static final JournalAnchor START = new JournalAnchor(0, Hash.ZERO);
}
