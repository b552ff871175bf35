// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the segments of a folder, verifies them, and says what of the tail is to be cut. Reading changes
 * nothing on disk; {@link #repair} does, and only after all was found good.
 */
final class JournalOpening {
    static final String NEXT_STEP = "Nothing was changed; restore this file from a backup or a replica, "
            + "or move to another copy of the journal, and start again";

    private final Storage storage;
    private final JournalAnchor anchor;

    /** The headers of all segments that were begun, in order. */
    final List<SegmentHeader> segments = new ArrayList<>();

    /** Files that were preallocated, perhaps in part, but never begun. */
    final List<String> unbegun = new ArrayList<>();

    /** The scan of the last segment; null if the journal is new. */
    @Nullable
    SegmentScan last;

    private int bytesToCut;

    JournalOpening(Storage storage, JournalAnchor anchor) {
        this.storage = storage;
        this.anchor = anchor;
    }

    /** @param segmentBytes the least length to take a segment for; what is missing of it counts as zeros */
    void read(int segmentBytes) throws IOException {
        for (String name : storage.list()) {
            if (SegmentHeader.numberOf(name) > 0) {
                readHeader(name);
            }
        }
        if (segments.isEmpty()) {
            if (anchor.position() > 0) {
                throw new CorruptFileException(
                        storage.describe(""),
                        0,
                        "no journal, but there is a snapshot at position " + anchor.position(),
                        NEXT_STEP);
            }
            return;
        }
        scan(segmentBytes);
    }

    private void readHeader(String name) throws IOException {
        byte[] head = load(name, SegmentHeader.BYTES, SegmentHeader.BYTES);
        if (!SegmentHeader.valid(head)) {
            demandUnbegun(name);
            unbegun.add(name);
            return;
        }
        SegmentHeader header = SegmentHeader.decode(head);
        if (SegmentHeader.version(head) != SegmentHeader.VERSION) {
            throw new CorruptFileException(
                    storage.describe(name),
                    4,
                    "format version " + SegmentHeader.version(head) + ", this release reads " + SegmentHeader.VERSION,
                    "Start the release that wrote it");
        }
        checkOrder(name, header);
        segments.add(header);
    }

    private void checkOrder(String name, SegmentHeader header) throws CorruptFileException {
        String file = storage.describe(name);
        if (!unbegun.isEmpty()) {
            throw new CorruptFileException(
                    storage.describe(unbegun.get(0)), 0, "this segment is empty but " + name + " follows", NEXT_STEP);
        }
        if (header.number() != SegmentHeader.numberOf(name)) {
            throw new CorruptFileException(file, 16, "this is segment " + header.number(), NEXT_STEP);
        }
        if (segments.isEmpty()) {
            return;
        }
        SegmentHeader before = segments.get(segments.size() - 1);
        if (header.number() != before.number() + 1) {
            throw new CorruptFileException(
                    file, 16, "segment " + (before.number() + 1) + " is missing before it", NEXT_STEP);
        }
        if (header.journalId() != before.journalId()) {
            throw new CorruptFileException(file, 8, "this segment belongs to another journal", NEXT_STEP);
        }
    }

    // A segment whose header is not whole holds no record: the header is forced before the first group.
    private void demandUnbegun(String name) throws IOException {
        byte[] bytes = load(name, SegmentHeader.BYTES, Integer.MAX_VALUE);
        int lastNonZero = TailJudge.lastNonZero(bytes, 0);
        int endMarker = Frame.intAt(bytes, SegmentHeader.BYTES - Integer.BYTES);
        boolean whole = lastNonZero >= SegmentHeader.BYTES || Integer.bitCount(endMarker ^ Frame.END) <= 1;
        if (whole) {
            throw new CorruptFileException(
                    storage.describe(name),
                    damagedByte(bytes, endMarker),
                    "the header of this segment is damaged",
                    NEXT_STEP);
        }
    }

    private static int damagedByte(byte[] header, int endMarker) {
        int length = SegmentHeader.BYTES - 2 * Integer.BYTES;
        if (Frame.intAt(header, length) == Frame.crc(header, 0, length, 0)) {
            return length + Integer.BYTES + Integer.numberOfLeadingZeros(endMarker ^ Frame.END) / 8;
        }
        long flip = FlipLocator.locate(Frame.intAt(header, length), Frame.crc(header, 0, length, 0), length);
        return (int) Math.max(flip / 8, 0);
    }

    private byte[] load(String name, int atLeast, int atMost) throws IOException {
        try (StorageFile file = storage.openForReading(name)) {
            int length = (int) Math.min(file.size(), atMost);
            byte[] bytes = new byte[Math.max(length, atLeast)];
            int read = file.read(0, bytes, 0, length);
            Arrays.fill(bytes, read, bytes.length, (byte) 0);
            return bytes;
        }
    }

    private void scan(int segmentBytes) throws IOException {
        int first = anchorSegment();
        long term = 0;
        for (int i = first; i < segments.size(); i++) {
            SegmentHeader header = segments.get(i);
            String name = SegmentHeader.fileName(header.number());
            SegmentScan scan = new SegmentScan(
                    storage.describe(name), load(name, segmentBytes, Integer.MAX_VALUE), header, term, anchor);
            scan.run();
            if (i + 1 < segments.size()) {
                new TailJudge(scan).demandCleanEnd();
                demandContinued(scan, segments.get(i + 1));
            } else {
                bytesToCut = new TailJudge(scan).bytesToCut();
                last = scan;
                demandReaches(scan);
            }
            term = scan.term;
        }
    }

    private int anchorSegment() throws CorruptFileException {
        int index = segments.size() - 1;
        while (index > 0 && segments.get(index).firstPosition() - 1 > anchor.position()) {
            index--;
        }
        // Without a snapshot the oldest segment that was kept is where to begin.
        boolean dropped = anchor.position() > 0 && segments.get(index).firstPosition() - 1 > anchor.position();
        if (dropped) {
            throw new CorruptFileException(
                    storage.describe(SegmentHeader.fileName(segments.get(index).number())),
                    24,
                    "the journal begins with record " + segments.get(index).firstPosition() + " but the snapshot is at "
                            + anchor.position(),
                    NEXT_STEP);
        }
        return index;
    }

    private void demandContinued(SegmentScan scan, SegmentHeader next) throws CorruptFileException {
        if (next.firstPosition() != scan.position + 1 || !next.chainBefore().equals(scan.chain)) {
            throw scan.corrupt(
                    scan.sealedEnd,
                    "this segment ends with record " + scan.position + " but segment " + next.number()
                            + " begins with record " + next.firstPosition() + " or on another chain");
        }
    }

    private void demandReaches(SegmentScan scan) throws CorruptFileException {
        long reached = scan.position + scan.openRecords;
        if (reached < anchor.position()) {
            throw scan.corrupt(
                    scan.openEnd,
                    "the journal ends with record " + reached + " but there is a snapshot at position "
                            + anchor.position());
        }
    }

    /** What is to be cut, if anything. */
    Optional<Journal.TornTail> tornTail() {
        SegmentScan scan = last;
        if (scan == null || (bytesToCut == 0 && scan.openRecords == 0)) {
            return Optional.empty();
        }
        return Optional.of(new Journal.TornTail(scan.file, scan.openEnd, bytesToCut, scan.openRecords));
    }

    /**
     * Cuts the torn tail and seals the whole records before it. Every step leaves a tail that the next opening
     * judges the same: zeros come first, later sectors before the one in which the tail begins.
     *
     * <p>Then the last group is written and forced once more. A force that failed in the process before may
     * have left it in the page cache only, where it reads well until the power goes.
     *
     * @return where the next group is to be written
     */
    int repair(StorageFile file) throws IOException {
        SegmentScan scan = last;
        if (scan == null) {
            throw new IllegalStateException("a new journal has nothing to repair");
        }
        cut(file, scan.openEnd, scan.openEnd + bytesToCut);
        bytesToCut = 0;
        if (scan.openRecords > 0) {
            scan.sealOpenRecords();
        }
        int from = scan.sealedEnd == SegmentHeader.BYTES ? 0 : scan.groupStart;
        file.write(from, scan.bytes, from, scan.sealedEnd - from);
        file.force();
        return scan.sealedEnd;
    }

    private static void cut(StorageFile file, int from, int to) throws IOException {
        long size = file.size();
        int end = (int) Math.min(to, size);
        if (end <= from) {
            return;
        }
        int boundary = Math.min(end, (from / TailJudge.SECTOR_BYTES + 1) * TailJudge.SECTOR_BYTES);
        if (boundary < end) {
            file.write(boundary, new byte[end - boundary], 0, end - boundary);
            file.force();
        }
        file.write(from, new byte[boundary - from], 0, boundary - from);
        file.force();
    }
}
