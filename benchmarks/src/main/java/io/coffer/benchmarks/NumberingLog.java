// SPDX-License-Identifier: Apache-2.0
package io.coffer.benchmarks;

import io.coffer.money.journal.CommitLog;
import io.coffer.money.journal.RecordGroup;

/** A log that only numbers records: no checksum, no hash, no write, no force. What it takes is lost. */
final class NumberingLog implements CommitLog {
    private final CommitLog journal;
    private long position;

    /** Goes on from where the journal stands, which it does not use any further than for its group's size. */
    NumberingLog(CommitLog journal) {
        this.journal = journal;
        this.position = journal.lastPosition();
    }

    @Override
    public long lastPosition() {
        return position;
    }

    @Override
    public RecordGroup newGroup() {
        return journal.newGroup();
    }

    @Override
    public void append(RecordGroup group) {
        position += group.count();
    }
}
