// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

/**
 * The limits of a journal.
 *
 * @param segmentBytes the size to which a segment is preallocated
 * @param groupBytes a group is closed once its frames reach this many bytes
 * @param recordBytes the longest payload of one record
 * @param reserveBytes with less free space than this the journal counts as full
 * @param spaceCheckMs how often free space is looked at, and how often a full journal tries again
 */
public record JournalOptions(int segmentBytes, int groupBytes, int recordBytes, long reserveBytes, long spaceCheckMs) {
    /** Segments of 16 MiB, groups and records of 1 MiB, 16 MiB in reserve, looked at four times a second. */
    public static final JournalOptions DEFAULT = new JournalOptions(16 << 20, 1 << 20, 1 << 20, 16L << 20, 250);

    public JournalOptions {
        if (groupBytes < 1 || recordBytes < 1 || reserveBytes < 0 || spaceCheckMs < 0) {
            throw new IllegalArgumentException("journal limits must be positive");
        }
        long largest = (long) groupBytes + recordBytes + Frame.HEADER_BYTES + Frame.SEAL_BYTES;
        if (segmentBytes < SegmentHeader.BYTES + largest) {
            throw new IllegalArgumentException("a segment of " + segmentBytes + " bytes cannot hold the largest group, "
                    + largest + " bytes and a header");
        }
    }
}
