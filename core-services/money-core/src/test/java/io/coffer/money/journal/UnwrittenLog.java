// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

/** Numbers records and does nothing else: what {@link JournalBench} compares the journal with. */
final class UnwrittenLog implements CommitLog {
    private volatile long lastPosition;

    @Override
    public long lastPosition() {
        return lastPosition;
    }

    @Override
    public RecordGroup newGroup() {
        return new RecordGroup(JournalOptions.DEFAULT.groupBytes(), JournalOptions.DEFAULT.recordBytes());
    }

    @Override
    public void append(RecordGroup group) {
        long last = lastPosition + group.count();
        lastPosition = last;
    }
}
