// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Goes through the frames of one segment, in memory, and verifies each, until one is not what was written or
 * there are no more. What that frame means is for {@link TailJudge} to say.
 */
final class SegmentScan {
    final String file;
    final byte[] bytes;
    final int salt;
    private final JournalAnchor anchor;
    private final MessageDigest sha256 = sha256();

    /** The last record of the last whole group. */
    long position;

    long term;
    Hash chain;

    /** Where the last whole group begins and ends; both at the header's end if there is none. */
    int groupStart = SegmentHeader.BYTES;

    int sealedEnd = SegmentHeader.BYTES;

    /** Whole records after the last whole group, and where the first frame begins that is not whole. */
    int openRecords;

    int openEnd = SegmentHeader.BYTES;
    long openTerm;

    /**
     * @param bytes the file, zeros beyond its end
     * @param term of the last record before this segment
     * @param anchor must lie on the chain if its position is in this segment
     */
    SegmentScan(String file, byte[] bytes, SegmentHeader header, long term, JournalAnchor anchor) {
        this.file = file;
        this.bytes = bytes;
        this.salt = header.salt();
        this.position = header.firstPosition() - 1;
        this.term = term;
        this.openTerm = term;
        this.chain = header.chainBefore();
        this.anchor = anchor;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    void run() throws CorruptFileException {
        checkAnchor(position, chain);
        while (Frame.headerValid(bytes, openEnd, bytes.length, salt)
                && Frame.payloadValid(bytes, openEnd, bytes.length, salt)) {
            if (Frame.magic(bytes, openEnd) == Frame.RECORD) {
                record();
            } else {
                seal();
            }
        }
    }

    private void record() throws CorruptFileException {
        long expected = position + openRecords + 1;
        long recordTerm = Frame.term(bytes, openEnd);
        if (Frame.position(bytes, openEnd) != expected || Frame.index(bytes, openEnd) != openRecords) {
            throw corrupt(
                    openEnd,
                    "expected record " + expected + " but found record " + Frame.position(bytes, openEnd)
                            + ": records were removed or moved");
        }
        if (recordTerm < openTerm) {
            throw corrupt(openEnd, "term " + recordTerm + " follows term " + openTerm);
        }
        openTerm = recordTerm;
        openRecords++;
        openEnd = Frame.next(bytes, openEnd);
        if (expected == anchor.position()) {
            checkAnchor(expected, chainUpTo(openEnd));
        }
    }

    private void seal() throws CorruptFileException {
        Hash expected = chainUpTo(openEnd);
        boolean fits = openRecords > 0
                && Frame.position(bytes, openEnd) == position + openRecords
                && Frame.index(bytes, openEnd) == openRecords
                && Frame.length(bytes, openEnd) == Frame.SEAL_PAYLOAD_BYTES
                && Hash.of(bytes, openEnd + Frame.HEADER_BYTES).equals(expected);
        if (!fits) {
            throw corrupt(openEnd, "the seal does not match the records before it: records were removed or moved");
        }
        chain = expected;
        position += openRecords;
        term = openTerm;
        groupStart = sealedEnd;
        openRecords = 0;
        openEnd += Frame.SEAL_BYTES;
        sealedEnd = openEnd;
    }

    private Hash chainUpTo(int end) {
        sha256.update(chain.bytes());
        sha256.update(bytes, sealedEnd, end - sealedEnd);
        return Hash.of(sha256.digest(), 0);
    }

    /** Takes the whole records after the last seal as a group of their own: writes its seal into the bytes. */
    void sealOpenRecords() throws CorruptFileException {
        Frame.seal(bytes, openEnd, position + openRecords, openTerm, openRecords, chainUpTo(openEnd), salt);
        seal();
    }

    /** The position of the first record after the last whole group. */
    long openStart() {
        return position + 1;
    }

    private void checkAnchor(long reached, Hash hash) throws CorruptFileException {
        if (reached == anchor.position() && !hash.equals(anchor.chainHash())) {
            throw corrupt(
                    openEnd,
                    "the chain hash at position " + reached + " is " + hash + " but the snapshot there says "
                            + anchor.chainHash());
        }
    }

    CorruptFileException corrupt(long offset, String what) {
        return new CorruptFileException(file, offset, what, JournalOpening.NEXT_STEP);
    }
}
