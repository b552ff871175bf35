// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Append-only records, forced in groups. */
@SuppressWarnings("DoNotCallSuggester")
public final class Journal implements CommitLog, Closeable {
    /** Free space below which {@link JournalEvents.SpaceLevel#LOW} is reported, in per cent of the disk. */
    public static final int LOW_PERCENT = 15;

    /** Free space below which {@link JournalEvents.SpaceLevel#CRITICAL} is reported, in per cent of the disk. */
    public static final int CRITICAL_PERCENT = 5;

    private Journal() {}

    /** Opens or makes a journal and verifies every record in it. */
    public static Journal open(JournalEnvironment environment, JournalOptions options) throws IOException {
        return open(environment, options, JournalAnchor.START);
    }

    /**
     * Opens or makes a journal and verifies the records after the anchor, and that the anchor lies on its chain.
     *
     * @throws CorruptFileException if written records were changed or are missing; nothing was changed on disk
     */
    public static Journal open(JournalEnvironment environment, JournalOptions options, JournalAnchor anchor)
            throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The position of the first record that is still kept; one more than the last if there is none. */
    public long firstPosition() {
        throw new UnsupportedOperationException();
    }

    /** The position of the last forced record, 0 if there was none. Any thread. */
    @Override
    public long lastPosition() {
        throw new UnsupportedOperationException();
    }

    /** The term of the last forced record, 0 if there was none. */
    public long lastTerm() {
        throw new UnsupportedOperationException();
    }

    @Override
    public RecordGroup newGroup() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void append(RecordGroup group) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** A reader whose first record is the one at {@code from}; any number of them, beside the writer. */
    public JournalReader reader(long from) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Waits until the record at {@code position} is forced; false if it is not by then, or the journal closed. */
    public boolean awaitForced(long position, long timeoutMs) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** Any thread. */
    public Status status() {
        throw new UnsupportedOperationException();
    }

    /** What opening cut off, if a group was not written to its end. */
    public Optional<TornTail> tornTail() {
        throw new UnsupportedOperationException();
    }

    /** The segments in order. */
    public List<Segment> segments() {
        throw new UnsupportedOperationException();
    }

    /**
     * Deletes the segments whose records all lie before {@code position}; never the last one. The caller has
     * archived them, and every follower is past them.
     */
    public void dropBefore(long position) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Whether appends are taken. */
    public enum Status {
        OPEN,
        /** The disk is full; appends are refused, and taken again when there is space. */
        FULL,
        /** A write or a force failed; appends are refused until the journal is opened again. */
        BROKEN,
        CLOSED
    }

    /** A segment file; the last position is one less than the first if it holds no record. */
    public record Segment(String fileName, long number, long firstPosition, long lastPosition) {}

    /** Where an unfinished group was cut, and how many whole records of it, never acknowledged, were kept. */
    public record TornTail(String file, long offset, long bytesCut, int recordsKept) {}
}
