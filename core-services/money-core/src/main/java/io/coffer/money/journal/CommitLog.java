// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.io.IOException;

/**
 * Where the group-commit engine makes records durable: the {@link Journal}, or in a benchmark one that
 * leaves out everything but the numbering. One thread at a time appends.
 */
public interface CommitLog {
    /** The position of the last durable record, 0 if there is none. */
    long lastPosition();

    /** An empty group of a size that this log takes. */
    RecordGroup newGroup();

    /**
     * Gives the records of the group the positions after {@link #lastPosition}, in order, and returns when
     * they are durable.
     *
     * @throws JournalFullException if nothing was written because the disk is full
     * @throws IOException if it is unknown what was written; the log takes no more
     */
    void append(RecordGroup group) throws IOException;
}
