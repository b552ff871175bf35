// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.ids;

import io.coffer.money.journal.CorruptFileException;
import io.coffer.money.journal.Hash;
import io.coffer.money.journal.Storage;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All ids that were ever applied, in constant memory. Part of the state of one state machine, used by its
 * thread; a second state machine (a follower) has an instance of its own on the same storage.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class AppliedIds implements Closeable {
    /**
     * No ids yet.
     *
     * @param instance distinguishes this instance's temporary files from another's on the same storage
     */
    public static AppliedIds empty(Storage storage, Options options, String instance) {
        throw new UnsupportedOperationException();
    }

    /** As they were when {@link #writeTo} wrote them into a snapshot. */
    public static AppliedIds restore(Storage storage, Options options, String instance, DataInputStream in)
            throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The names of the id files that a snapshot section refers to, for {@link #sweep}. */
    public static Set<String> filesIn(DataInputStream in) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Deletes every id file that is in no snapshot and in no living instance. Only while no other thread is in
     * {@link #restore} on this storage.
     */
    public static void sweep(Storage storage, Collection<AppliedIds> living, Set<String> inSnapshots)
            throws IOException {
        throw new UnsupportedOperationException();
    }

    /** What was applied under this id, if anything was. */
    public Optional<AppliedId> find(long idHigh, long idLow) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Remembers an id for ever. The caller has found it absent; positions never decrease.
     *
     * @throws IllegalStateException if it is among the recent ids
     * @throws IOException if an id file could not be written; the state machine must stop
     */
    public void add(long idHigh, long idLow, long fingerprint, long position) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** How many ids there are. */
    public long count() {
        throw new UnsupportedOperationException();
    }

    /** Covers every id, fingerprint and position ever added, in order; independent of files and of restarts. */
    public Hash digest() {
        throw new UnsupportedOperationException();
    }

    /** Writes recent ids and the manifest of the files into a snapshot section. */
    public void writeTo(DataOutputStream out) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Reads every block of every file; throws naming the first damaged one and the offset. */
    public void verify() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** As {@link #verify}, but goes on and returns all that is damaged. */
    public List<CorruptFileException> damages() throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * @param recentIds ids kept in memory before they are spilled to a file; a power of two
     * @param fanOut files of one level that are merged into one of the next
     * @param filterBytes memory for the filters of all files; beyond it filters are read from disk
     */
    public record Options(int recentIds, int fanOut, long filterBytes) {
        public static final Options DEFAULT = new Options(1 << 16, 8, 16L << 20);
    }
}
