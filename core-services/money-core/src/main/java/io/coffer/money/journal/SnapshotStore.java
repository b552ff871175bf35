// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Snapshot files in a folder of their own. One thread at a time. */
@SuppressWarnings("DoNotCallSuggester")
public final class SnapshotStore {
    /** The store in {@code storage}; keeps the last {@code keep} snapshots, at least two. */
    public SnapshotStore(Storage storage, int keep) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Writes a snapshot and returns when it is durable; then deletes those that need not be kept. If it
     * throws, the snapshots there were before are still there.
     */
    public void write(SnapshotMark mark, Body body) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The latest snapshot all of whose blocks are as written; {@code bad} hears of later ones that are not. */
    public Optional<Snapshot> latest(Consumer<CorruptFileException> bad) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The positions of the snapshots, the latest last, unverified. */
    public List<Long> positions() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Opens and verifies the snapshot at a position. */
    public Snapshot open(long position) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Writes the sections of a snapshot, in any order, each name once. */
    @FunctionalInterface
    public interface Body {
        void writeTo(Sections sections) throws IOException;
    }

    /** Where a body puts its sections. */
    public interface Sections {
        /** Writes one section; the stream is buffered and must not be used after {@code content} returns. */
        void add(String name, SectionContent content) throws IOException;
    }

    /** The bytes of one section. */
    @FunctionalInterface
    public interface SectionContent {
        void writeTo(DataOutputStream out) throws IOException;
    }

    /** A snapshot whose blocks have all been verified, open for reading. */
    public interface Snapshot extends Closeable {
        SnapshotMark mark();

        /** The names of the sections, in the order in which they were written. */
        List<String> sections();

        /** A section from its beginning; blocks are verified again as they are read. */
        DataInputStream section(String name) throws IOException;
    }
}
