// SPDX-License-Identifier: Apache-2.0
package io.coffer.money;

import io.coffer.money.ids.AppliedIds;
import io.coffer.money.journal.JournalOptions;

/**
 * The sizes of a money core.
 *
 * @param journal of the journal's files
 * @param ids of the applied ids
 * @param snapshotEveryRecords after how many records a new snapshot is due
 * @param keptSnapshots at least two, so that a damaged one has another before it
 * @param recentRecords how many records' events are kept in memory for subscribers
 */
public record MoneyCoreOptions(
        JournalOptions journal,
        AppliedIds.Options ids,
        int snapshotEveryRecords,
        int keptSnapshots,
        int recentRecords) {
    /** A snapshot every 100,000 records, two kept; events of 16,384 records in memory. */
    public static final MoneyCoreOptions DEFAULT =
            new MoneyCoreOptions(JournalOptions.DEFAULT, AppliedIds.Options.DEFAULT, 100_000, 2, 1 << 14);

    public MoneyCoreOptions {
        if (snapshotEveryRecords < 1) {
            throw new IllegalArgumentException("snapshotEveryRecords: less than 1");
        }
        if (recentRecords < 1) {
            throw new IllegalArgumentException("recentRecords: less than 1");
        }
    }

    /** With segments of another size. */
    public MoneyCoreOptions segmentBytes(int segmentBytes) {
        JournalOptions sized = new JournalOptions(
                segmentBytes,
                journal.groupBytes(),
                journal.recordBytes(),
                journal.reserveBytes(),
                journal.spaceCheckMs());
        return new MoneyCoreOptions(sized, ids, snapshotEveryRecords, keptSnapshots, recentRecords);
    }

    /** With snapshots at another distance. */
    public MoneyCoreOptions snapshotEveryRecords(int records) {
        return new MoneyCoreOptions(journal, ids, records, keptSnapshots, recentRecords);
    }

    /** With another number of records in memory. */
    public MoneyCoreOptions recentRecords(int records) {
        return new MoneyCoreOptions(journal, ids, snapshotEveryRecords, keptSnapshots, records);
    }
}
