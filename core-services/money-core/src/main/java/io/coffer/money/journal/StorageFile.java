// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.io.Closeable;
import java.io.IOException;

/**
 * One open file of a {@link Storage}.
 *
 * <p>An interrupt of the calling thread neither closes the file nor ends a call: clients lead commits on
 * their own threads, and an interrupted client must not stop the journal. Used by one thread at a time.
 */
public interface StorageFile extends Closeable {
    /** The length in bytes. */
    long size() throws IOException;

    /**
     * Reads up to {@code length} bytes at {@code offset} and returns how many were read: fewer only at the
     * end of the file, never -1.
     */
    int read(long offset, byte[] into, int start, int length) throws IOException;

    /**
     * Writes all of the bytes at {@code offset}, growing the file where needed.
     *
     * @throws NoSpaceException if the disk is full; part of the bytes may have been written
     */
    void write(long offset, byte[] from, int start, int length) throws IOException;

    /** Returns when all that was written, and the length, survives a loss of power. */
    void force() throws IOException;
}
