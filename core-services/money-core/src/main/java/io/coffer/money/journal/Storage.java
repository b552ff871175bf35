// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * One folder of files, the only way in which journal, snapshots and id files reach a disk.
 *
 * <p>The real one is {@link FolderStorage}; tests put one in its place that loses power, tears writes, fails
 * and runs out of space. Names are plain file names. What {@link #create}, {@link #rename} and {@link #delete}
 * did survives a loss of power only after {@link #forceFolder}.
 */
public interface Storage extends Closeable {
    /** The names of all files, sorted. */
    List<String> list() throws IOException;

    /** Opens a new, empty file for reading and writing; fails if the name is taken. */
    StorageFile create(String name) throws IOException;

    /** Opens an existing file for reading and writing. */
    StorageFile open(String name) throws IOException;

    /** Opens an existing file for reading. */
    StorageFile openForReading(String name) throws IOException;

    /** Renames atomically, replacing a file that has the new name. */
    void rename(String from, String to) throws IOException;

    /** Deletes a file; a file that is open elsewhere stays readable there. */
    void delete(String name) throws IOException;

    /** Returns when all that was created, renamed and deleted survives a loss of power. */
    void forceFolder() throws IOException;

    /** Bytes that can still be written to this disk. */
    long usableBytes() throws IOException;

    /** The size of this disk in bytes. */
    long totalBytes() throws IOException;

    /** Where the file lies, for messages to the operator. */
    String describe(String name);
}
