// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;

/**
 * Reads forced records in order, beside the writer. It verifies every checksum and the chain. One thread.
 */
public final class JournalReader implements Closeable {
    private static final int WINDOW_BYTES = 256 << 10;

    private final Journal journal;
    private final Storage storage;
    private final MessageDigest sha256 = SegmentScan.sha256();

    private SegmentHeader segment;
    private StorageFile file;

    private byte[] window = new byte[WINDOW_BYTES];

    private long windowStart;
    private int windowEnd;
    private int frame;

    /** The chain hash before the group in hand, and how many of its records were read. */
    private Hash chain;

    private int inGroup;
    private long position;
    private int current;

    JournalReader(Journal journal, Storage storage, long from) throws IOException {
        this.journal = journal;
        this.storage = storage;
        this.segment = holding(journal.headers(), from);
        this.file = storage.openForReading(SegmentHeader.fileName(segment.number()));
        this.chain = segment.chainBefore();
        enter();
        try {
            while (position < from - 1) {
                if (!next()) {
                    throw new IllegalStateException("record " + from + " is not forced");
                }
            }
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private static SegmentHeader holding(List<SegmentHeader> segments, long position) {
        int index = segments.size() - 1;
        while (index > 0 && segments.get(index).firstPosition() > position) {
            index--;
        }
        return segments.get(index);
    }

    private void enter() {
        position = segment.firstPosition() - 1;
        windowStart = 0;
        windowEnd = 0;
        frame = SegmentHeader.BYTES;
        beginGroup();
    }

    private void beginGroup() {
        sha256.reset();
        sha256.update(chain.bytes());
        inGroup = 0;
    }

    /**
     * Goes on to the next record; false if no further one is forced by now (it may be later).
     *
     * @throws CorruptFileException if the record is not what was written
     */
    public boolean next() throws IOException {
        if (position >= journal.lastPosition()) {
            return false;
        }
        while (true) {
            if (!frameInWindow()) {
                nextSegment();
            } else if (Frame.magic(window, frame) == Frame.SEAL) {
                seal();
            } else {
                record();
                return true;
            }
        }
    }

    /** Whether a whole and true frame is in the window, after reading more of the file if need be. */
    private boolean frameInWindow() throws IOException {
        int salt = segment.salt();
        if (windowEnd > 0 && wholeFrame(salt)) {
            return true;
        }
        load(window.length);
        if (!Frame.headerValid(window, frame, windowEnd, salt)) {
            return false;
        }
        long needed = (long) Frame.HEADER_BYTES + Frame.length(window, frame);
        if (needed > windowEnd - frame) {
            load((int) Math.min(needed, file.size()));
        }
        return wholeFrame(salt);
    }

    private boolean wholeFrame(int salt) {
        return Frame.headerValid(window, frame, windowEnd, salt) && Frame.payloadValid(window, frame, windowEnd, salt);
    }

    /** Makes the window begin with the frame in hand. */
    private void load(int bytes) throws IOException {
        windowStart += frame;
        frame = 0;
        if (window.length < bytes) {
            window = new byte[bytes];
        }
        windowEnd = file.read(windowStart, window, 0, window.length);
    }

    private void record() throws CorruptFileException {
        boolean expected = Frame.position(window, frame) == position + 1 && Frame.index(window, frame) == inGroup;
        if (!expected) {
            throw corrupt("expected record " + (position + 1));
        }
        int next = Frame.next(window, frame);
        sha256.update(window, frame, next - frame);
        current = frame;
        frame = next;
        position++;
        inGroup++;
    }

    private void seal() throws CorruptFileException {
        Hash expected = Hash.of(sha256.digest(), 0);
        if (inGroup == 0 || !expected.equals(Hash.of(window, frame + Frame.HEADER_BYTES))) {
            throw corrupt("the seal does not match the records before it");
        }
        frame = Frame.next(window, frame);
        chain = expected;
        beginGroup();
    }

    private void nextSegment() throws IOException {
        for (SegmentHeader header : journal.headers()) {
            boolean follows = header.number() == segment.number() + 1
                    && header.firstPosition() == position + 1
                    && header.chainBefore().equals(chain)
                    && inGroup == 0;
            if (follows) {
                StorageFile opened = storage.openForReading(SegmentHeader.fileName(header.number()));
                file.close();
                file = opened;
                segment = header;
                enter();
                return;
            }
        }
        throw corrupt("record " + (position + 1) + " (or the seal before it) is damaged");
    }

    private CorruptFileException corrupt(String what) {
        return new CorruptFileException(
                storage.describe(SegmentHeader.fileName(segment.number())),
                windowStart + frame,
                what,
                JournalOpening.NEXT_STEP);
    }

    /** The position of the current record; before the first one, one less than where reading began. */
    public long position() {
        return position;
    }

    /** The term of the current record. */
    public long term() {
        return Frame.term(window, current);
    }

    /** The payload of the current record, read-only, valid until {@link #next}. */
    public ByteBuffer payload() {
        return ByteBuffer.wrap(window, current + Frame.HEADER_BYTES, Frame.length(window, current))
                .slice()
                .asReadOnlyBuffer();
    }

    /** The chain hash up to and including the current record: SHA-256 of the hash before its group and the frames. */
    public Hash chainHash() {
        if (inGroup == 0) {
            return chain;
        }
        try {
            return Hash.of(((MessageDigest) sha256.clone()).digest(), 0);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's SHA-256 can be copied", e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
