// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes groups into the current segment and prepares the next one meanwhile.
 *
 * <p>The next segment is filled with zeros step by step, twice as fast as the current one fills up: a full
 * disk is noticed while there is room, and no append waits for a whole segment to be written.
 */
final class SegmentWriter implements Closeable {
    private static final int STEP_BYTES = 256 << 10;

    private final Storage storage;
    private final int segmentBytes;
    private final byte[] zeros;
    private SegmentHeader header;
    private StorageFile file;
    private int offset;
    private int capacity;
    private @Nullable StorageFile next;
    private int nextBytes;
    private boolean nextReady;

    private SegmentWriter(Storage storage, int segmentBytes, SegmentHeader header, StorageFile file) {
        this.storage = storage;
        this.segmentBytes = segmentBytes;
        this.zeros = new byte[Math.min(STEP_BYTES, segmentBytes)];
        this.header = header;
        this.file = file;
    }

    /** Makes the first segment of a new journal. */
    static SegmentWriter create(Storage storage, int segmentBytes, long journalId) throws IOException {
        SegmentHeader header = new SegmentHeader(journalId, 1, 1, Hash.ZERO);
        StorageFile file = storage.create(SegmentHeader.fileName(1));
        try {
            SegmentWriter writer = new SegmentWriter(storage, segmentBytes, header, file);
            writer.fill(file, 0, segmentBytes);
            storage.forceFolder();
            writer.begin(header, file);
            return writer;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** Goes on in a segment whose last group ends at {@code offset}; {@code file} is closed with the writer. */
    static SegmentWriter resume(Storage storage, int segmentBytes, SegmentHeader header, StorageFile file, int offset)
            throws IOException {
        SegmentWriter writer = new SegmentWriter(storage, segmentBytes, header, file);
        writer.offset = offset;
        writer.capacity = (int) file.size();
        if (writer.capacity < segmentBytes) {
            writer.extend();
        }
        return writer;
    }

    // A file that was cut short by other hands is made whole, or used as far as it goes if the disk is full.
    private void extend() throws IOException {
        try {
            fill(file, capacity, segmentBytes);
            capacity = segmentBytes;
        } catch (NoSpaceException full) {
            capacity = (int) file.size();
        }
    }

    private void fill(StorageFile target, int from, int to) throws IOException {
        for (int at = from; at < to; at += zeros.length) {
            target.write(at, zeros, 0, Math.min(zeros.length, to - at));
        }
        target.force();
    }

    private void begin(SegmentHeader begun, StorageFile begunFile) throws IOException {
        begunFile.write(0, begun.encode(), 0, SegmentHeader.BYTES);
        begunFile.force();
        header = begun;
        file = begunFile;
        offset = SegmentHeader.BYTES;
        capacity = segmentBytes;
    }

    /** The header of the segment that is being written. */
    SegmentHeader header() {
        return header;
    }

    /**
     * Makes room for {@code bytes}, in this segment or a new one that begins after {@code position}, and
     * prepares a part of the next. Nothing of the group has been written when this throws.
     *
     * @return whether a new segment was begun
     * @throws NoSpaceException if the disk is full; may be called again
     */
    boolean makeRoom(int bytes, long position, Hash chain) throws IOException {
        boolean rolls = offset + bytes > capacity;
        prepareNext(rolls ? segmentBytes : (int) Math.min(segmentBytes, 2L * (offset + bytes)));
        if (!rolls) {
            return false;
        }
        StorageFile begun = next;
        if (begun == null || !nextReady) {
            throw new IllegalStateException("the next segment is not prepared");
        }
        StorageFile ended = file;
        begin(new SegmentHeader(header.journalId(), header.number() + 1, position + 1, chain), begun);
        next = null;
        nextBytes = 0;
        nextReady = false;
        ended.close();
        return true;
    }

    private void prepareNext(int target) throws IOException {
        StorageFile prepared = next;
        if (prepared == null) {
            prepared = storage.create(SegmentHeader.fileName(header.number() + 1));
            next = prepared;
        }
        while (nextBytes < target) {
            int step = Math.min(zeros.length, segmentBytes - nextBytes);
            prepared.write(nextBytes, zeros, 0, step);
            prepared.force();
            nextBytes += step;
        }
        if (nextBytes == segmentBytes && !nextReady) {
            storage.forceFolder();
            nextReady = true;
        }
    }

    /** Writes and forces a group for which room was made. */
    void write(byte[] frames, int length) throws IOException {
        file.write(offset, frames, 0, length);
        file.force();
        offset += length;
    }

    @Override
    public void close() throws IOException {
        try (StorageFile closing = file) {
            if (next != null) {
                next.close();
            }
        }
    }
}
