// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads forced records in order, beside the writer. It verifies every checksum and the chain. One thread.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class JournalReader implements Closeable {
    JournalReader() {}

    /**
     * Goes on to the next record; false if no further one is forced by now (it may be later).
     *
     * @throws CorruptFileException if the record is not what was written
     */
    public boolean next() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The position of the current record; before the first one, one less than where reading began. */
    public long position() {
        throw new UnsupportedOperationException();
    }

    /** The term of the current record. */
    public long term() {
        throw new UnsupportedOperationException();
    }

    /** The payload of the current record, read-only, valid until {@link #next}. */
    public ByteBuffer payload() {
        throw new UnsupportedOperationException();
    }

    /** The chain hash up to and including the current record. */
    public Hash chainHash() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() throws IOException {
        throw new UnsupportedOperationException();
    }
}
