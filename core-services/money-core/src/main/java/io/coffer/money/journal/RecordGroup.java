// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.nio.ByteBuffer;

/**
 * Encoded records on their way into a log as one group: one buffer, used again for every group.
 *
 * <pre>{@code
 * group.clear();
 * handler.encode(command, group.begin());
 * group.end(term);
 * log.append(group);
 * }</pre>
 */
public final class RecordGroup {
    private final ByteBuffer buffer;
    private final int groupBytes;
    private final int recordBytes;
    private int size;
    private int count;
    private long term;

    /**
     * @param groupBytes the group is {@link #isFull} once its frames reach this
     * @param recordBytes the longest payload
     */
    public RecordGroup(int groupBytes, int recordBytes) {
        this.groupBytes = groupBytes;
        this.recordBytes = recordBytes;
        // The last record may start just below the limit; the seal follows it.
        this.buffer = ByteBuffer.allocate(groupBytes + Frame.HEADER_BYTES + recordBytes + Frame.SEAL_BYTES);
    }

    /** Forgets all records. */
    public void clear() {
        size = 0;
        count = 0;
    }

    /** How many records the group holds. */
    public int count() {
        return count;
    }

    /** Whether the group takes no more records. */
    public boolean isFull() {
        return size >= groupBytes;
    }

    /**
     * The buffer, positioned where the payload of the next record begins and limited to the longest payload.
     * Without {@link #end} what is written there is forgotten.
     */
    public ByteBuffer begin() {
        if (isFull()) {
            throw new IllegalStateException("the group is full");
        }
        int start = size + Frame.HEADER_BYTES;
        return buffer.limit(start + recordBytes).position(start);
    }

    /** Ends the record begun last, at the position of the buffer. All records of a group are of one term. */
    public void end(long recordTerm) {
        if (count > 0 && recordTerm != term) {
            throw new IllegalArgumentException("a group of term " + term + " takes no record of term " + recordTerm);
        }
        term = recordTerm;
        int length = buffer.position() - size - Frame.HEADER_BYTES;
        Frame.reserve(buffer.array(), size, length, term);
        size += Frame.HEADER_BYTES + length;
        count++;
    }

    /** Adds a whole record. */
    public void add(long term, byte[] payload) {
        begin().put(payload);
        end(term);
    }

    /** The frames, with room for a seal after {@link #size}. */
    byte[] array() {
        return buffer.array();
    }

    /** The term of all records. */
    long term() {
        return term;
    }

    /** Bytes of frames so far. */
    int size() {
        return size;
    }
}
