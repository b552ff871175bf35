// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.util.Arrays;

/**
 * Decides whether the bytes after the last whole frame of the last segment are a group that a crash left
 * unfinished, which may be cut, or damage to something that was acknowledged, which may not.
 *
 * <p>Segments are zeros before they are written, and a group is written only when the one before it is
 * forced. So a crash leaves of the last group some of its bytes, and zeros in place of the others: either
 * everything from some byte on (the write was cut short), or whole sectors (they reached the disk in
 * another order). A flipped bit leaves everything else in place, the seal at the end of the group above all.
 */
final class TailJudge {
    /** What a disk writes entirely or not at all. */
    static final int SECTOR_BYTES = 512;

    private final SegmentScan scan;
    private final byte[] bytes;
    private final int salt;
    private final int damaged;
    private final int last;

    TailJudge(SegmentScan scan) {
        this.scan = scan;
        this.bytes = scan.bytes;
        this.salt = scan.salt;
        this.damaged = scan.openEnd;
        this.last = lastNonZero(bytes, damaged);
    }

    /** The last byte after {@code from} that is not zero, or -1 if all are. */
    static int lastNonZero(byte[] bytes, int from) {
        int last = bytes.length - 1;
        while (last >= from && bytes[last] == 0) {
            last--;
        }
        return last < from ? -1 : last;
    }

    /** Returns how many bytes after the last whole frame are to be zeroed. */
    int bytesToCut() throws CorruptFileException {
        if (last < 0) {
            return 0;
        }
        if (laterGroupFollows()) {
            throw corrupt("records that were forced later follow");
        }
        if (sealEndsTheGroup()) {
            if (flippedByte() >= 0 || !missesSector()) {
                throw corrupt("the group is sealed");
            }
        } else if (!cutShort() && !missesSector()) {
            throw corrupt("no cut-off write explains what follows");
        }
        return last + 1 - damaged;
    }

    /** For a segment that has a successor: nothing may follow its last seal. */
    void demandCleanEnd() throws CorruptFileException {
        if (last >= 0) {
            throw corrupt("a later segment follows");
        }
        if (scan.openRecords > 0) {
            throw scan.corrupt(damaged, "the last group of this segment has no seal, but a later segment follows");
        }
    }

    private CorruptFileException corrupt(String why) {
        long flipped = flippedByte();
        String what = flipped < 0
                ? "record " + (scan.openStart() + scan.openRecords) + " (or the seal before it) is damaged, and "
                : "a bit was flipped in the frame at byte " + damaged + ", and ";
        return scan.corrupt(flipped < 0 ? damaged : flipped, what + why);
    }

    // Frames of the same group count from the same first record; only a later group has another.
    private boolean laterGroupFollows() {
        for (int frame = damaged + 1; frame + Frame.HEADER_BYTES <= last + 1; frame++) {
            if (Frame.headerValid(bytes, frame, bytes.length, salt)
                    && Frame.groupStart(bytes, frame) != scan.openStart()) {
                return true;
            }
        }
        return false;
    }

    /** Whether the last bytes that are not zero are a seal, and whole: then the group was written to its end. */
    private boolean sealEndsTheGroup() {
        int seal = last + 1 - Frame.SEAL_BYTES;
        return seal >= damaged
                && Frame.headerValid(bytes, seal, bytes.length, salt)
                && Frame.magic(bytes, seal) == Frame.SEAL
                && Frame.payloadValid(bytes, seal, bytes.length, salt);
    }

    /** The byte in which one flipped bit explains why the damaged frame is not whole, or -1. */
    private long flippedByte() {
        if (!Frame.headerValid(bytes, damaged, bytes.length, salt)) {
            long bit = damaged + Frame.HEADER_BYTES > bytes.length ? -1 : flipInHeader();
            return bit < 0 ? -1 : damaged + bit / 8;
        }
        int length = Frame.length(bytes, damaged);
        if (length > bytes.length - damaged - Frame.HEADER_BYTES) {
            return -1;
        }
        long bit = flipInPayload(length);
        return bit < 0 ? -1 : damaged + Frame.HEADER_BYTES + bit / 8;
    }

    private long flipInHeader() {
        int length = Frame.HEADER_BYTES - Integer.BYTES;
        return FlipLocator.locate(Frame.headerCrc(bytes, damaged), Frame.crc(bytes, damaged, length, salt), length);
    }

    // The checksum of the payload lies in the header, which is whole, so a flip there is not meant.
    private long flipInPayload(int length) {
        int found = Frame.payloadCrc(bytes, damaged);
        int expected = Frame.crc(bytes, damaged + Frame.HEADER_BYTES, length, salt);
        long bit = FlipLocator.locate(found, expected, length);
        return bit >= 8L * length ? -1 : bit;
    }

    /** Whether a sector that the damaged frame reaches into is all zeros, from the last seal on. */
    private boolean missesSector() {
        int end = damaged + Frame.HEADER_BYTES;
        if (Frame.headerValid(bytes, damaged, bytes.length, salt)) {
            end = (int) Math.min((long) end + Frame.length(bytes, damaged), bytes.length);
        }
        for (int sector = damaged / SECTOR_BYTES * SECTOR_BYTES; sector < end; sector += SECTOR_BYTES) {
            int from = Math.max(sector, scan.sealedEnd);
            int to = Math.min(sector + SECTOR_BYTES, bytes.length);
            if (Arrays.mismatch(bytes, from, to, new byte[to - from], 0, to - from) < 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether the damaged frame is a true beginning of what would have been written, with zeros after it. */
    private boolean cutShort() {
        if (Frame.headerValid(bytes, damaged, bytes.length, salt)) {
            long end = (long) damaged + Frame.HEADER_BYTES + Frame.length(bytes, damaged);
            // The last byte of a seal is never zero; where it is in place nothing was cut off.
            return Frame.magic(bytes, damaged) == Frame.SEAL ? last + 1 < end : last < end;
        }
        if (last + 1 >= damaged + Frame.HEADER_BYTES) {
            return false;
        }
        return beginsLike(Frame.RECORD, scan.openStart() + scan.openRecords)
                || beginsLike(Frame.SEAL, scan.openStart() + scan.openRecords - 1);
    }

    private boolean beginsLike(int magic, long position) {
        byte[] like = new byte[Frame.HEADER_BYTES];
        Frame.complete(like, 0, magic, position, scan.openRecords, salt);
        int have = last + 1 - damaged;
        return prefix(like, 0, 4, have) && prefix(like, 8, 16, have) && prefix(like, 24, 28, have);
    }

    private boolean prefix(byte[] like, int from, int to, int have) {
        int end = Math.min(to, have);
        return end <= from || Arrays.equals(bytes, damaged + from, damaged + end, like, from, end);
    }
}
