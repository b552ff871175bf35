// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.io.Closeable;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Append-only records, forced in groups: the point of durability. The format, and how a torn tail is told
 * from damage, is described in the package's documentation.
 *
 * <p>One thread at a time appends; any thread reads. A failed write or force ends all appending until the
 * journal is opened again, because it is not known what is on disk; a full disk refuses a group before
 * anything of it is written, and the journal goes on by itself when there is space.
 */
public final class Journal implements CommitLog, Closeable {
    /** Free space below which {@link JournalEvents.SpaceLevel#LOW} is reported, in per cent of the disk. */
    public static final int LOW_PERCENT = 15;

    /** Free space below which {@link JournalEvents.SpaceLevel#CRITICAL} is reported, in per cent of the disk. */
    public static final int CRITICAL_PERCENT = 5;

    private final JournalEnvironment environment;
    private final JournalOptions options;
    private final SegmentWriter writer;
    private final SpaceWatch space;
    private final MessageDigest sha256 = SegmentScan.sha256();
    private final int salt;
    private final @Nullable TornTail tornTail;
    private final Object forced = new Object();

    private Hash chain;
    private volatile List<SegmentHeader> segments;
    private volatile long lastPosition;
    private volatile long lastTerm;
    private volatile int waiting;
    private volatile Status status = Status.OPEN;
    private @Nullable IOException brokenBy;
    private String fullBecause = "";

    private Journal(
            JournalEnvironment environment,
            JournalOptions options,
            JournalOpening opening,
            @Nullable TornTail tornTail,
            SegmentWriter writer) {
        SegmentScan last = opening.last;
        this.environment = environment;
        this.options = options;
        this.writer = writer;
        this.space = new SpaceWatch(environment, options);
        this.salt = writer.header().salt();
        this.tornTail = tornTail;
        this.segments = last == null ? List.of(writer.header()) : List.copyOf(opening.segments);
        this.chain = last == null ? Hash.ZERO : last.chain;
        this.lastPosition = last == null ? 0 : last.position;
        this.lastTerm = last == null ? 0 : last.term;
    }

    /** Opens or makes a journal and verifies every record in it. */
    public static Journal open(JournalEnvironment environment, JournalOptions options) throws IOException {
        return open(environment, options, JournalAnchor.START);
    }

    /**
     * Opens or makes a journal. Verifies the records from the segment of the anchor on, and that the anchor lies
     * on the chain; without an anchor ({@link JournalAnchor#START}) all that are kept.
     *
     * @throws CorruptFileException if written records were changed or are missing; nothing was changed on disk
     */
    public static Journal open(JournalEnvironment environment, JournalOptions options, JournalAnchor anchor)
            throws IOException {
        Storage storage = environment.storage();
        JournalOpening opening = new JournalOpening(storage, anchor);
        opening.read(options.segmentBytes());
        Optional<TornTail> torn = opening.tornTail();
        for (String name : opening.unbegun) {
            storage.delete(name);
        }
        if (opening.segments.isEmpty()) {
            long id = environment.journalIds().getAsLong();
            return new Journal(
                    environment, options, opening, null, SegmentWriter.create(storage, options.segmentBytes(), id));
        }
        return resume(environment, options, opening, torn.orElse(null));
    }

    private static Journal resume(
            JournalEnvironment environment, JournalOptions options, JournalOpening opening, @Nullable TornTail torn)
            throws IOException {
        SegmentHeader header = opening.segments.get(opening.segments.size() - 1);
        StorageFile file = environment.storage().open(SegmentHeader.fileName(header.number()));
        try {
            int end = opening.repair(file);
            SegmentWriter writer =
                    SegmentWriter.resume(environment.storage(), options.segmentBytes(), header, file, end);
            return new Journal(environment, options, opening, torn, writer);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /**
     * Verifies every record of a journal that nobody writes to, and changes nothing.
     *
     * @throws CorruptFileException if written records were changed or are missing
     */
    public static Check check(Storage storage) throws IOException {
        JournalOpening opening = new JournalOpening(storage, JournalAnchor.START);
        opening.read(0);
        SegmentScan last = opening.last;
        if (last == null) {
            return new Check(1, 0, Hash.ZERO, Optional.empty());
        }
        return new Check(opening.segments.get(0).firstPosition(), last.position, last.chain, opening.tornTail());
    }

    /** The position of the first record that is still kept; one more than the last if there is none. */
    public long firstPosition() {
        return segments.get(0).firstPosition();
    }

    /** The position of the last forced record, 0 if there was none. Any thread. */
    @Override
    public long lastPosition() {
        return lastPosition;
    }

    /** The term of the last forced record, 0 if there was none. */
    public long lastTerm() {
        return lastTerm;
    }

    /** Any thread. */
    public Status status() {
        return status;
    }

    /** What opening cut off, if a group was not written to its end. */
    public Optional<TornTail> tornTail() {
        return Optional.ofNullable(tornTail);
    }

    @Override
    public RecordGroup newGroup() {
        return new RecordGroup(options.groupBytes(), options.recordBytes());
    }

    @Override
    public void append(RecordGroup group) throws IOException {
        demandAppendable(group);
        if (group.count() == 0) {
            return;
        }
        long last = lastPosition + group.count();
        int bytes = group.size() + Frame.SEAL_BYTES;
        makeRoom(bytes);
        try {
            Hash next = seal(group);
            writer.write(group.array(), bytes);
            chain = next;
        } catch (IOException e) {
            throw broken(e);
        }
        lastTerm = group.term();
        lastPosition = last;
        if (waiting > 0) {
            wakeWaiting();
        }
    }

    private void demandAppendable(RecordGroup group) throws IOException {
        switch (status) {
            case OPEN -> {}
            case FULL -> {
                if (!space.due()) {
                    throw new JournalFullException(fullBecause);
                }
            }
            case BROKEN ->
                throw new JournalBrokenException(
                        "the journal stopped after a failure and must be opened again", brokenBy);
            case CLOSED -> throw new JournalBrokenException("the journal is closed", null);
        }
        if (group.size() + Frame.SEAL_BYTES > options.segmentBytes() - SegmentHeader.BYTES) {
            throw new IllegalArgumentException("the group is longer than a segment; use newGroup()");
        }
        if (group.count() > 0 && group.term() < lastTerm) {
            throw new IllegalArgumentException("a term must not be lower than that of an earlier record");
        }
    }

    private void makeRoom(int bytes) throws IOException {
        try {
            if (status == Status.FULL || space.due()) {
                space.look();
            }
            if (writer.makeRoom(bytes, lastPosition, chain)) {
                List<SegmentHeader> more = new ArrayList<>(segments);
                more.add(writer.header());
                segments = List.copyOf(more);
            }
        } catch (NoSpaceException e) {
            throw full(e);
        } catch (IOException e) {
            throw broken(e);
        }
        if (status == Status.FULL) {
            status = Status.OPEN;
            environment.events().resumed();
        }
    }

    /** Numbers, checksums and chains the records, and puts the seal after them. */
    private Hash seal(RecordGroup group) {
        byte[] frames = group.array();
        int frame = 0;
        for (int index = 0; index < group.count(); index++) {
            Frame.complete(frames, frame, Frame.RECORD, lastPosition + index + 1, index, salt);
            frame = Frame.next(frames, frame);
        }
        sha256.update(chain.bytes());
        sha256.update(frames, 0, frame);
        Hash next = Hash.of(sha256.digest(), 0);
        Frame.seal(frames, frame, lastPosition + group.count(), group.term(), group.count(), next, salt);
        return next;
    }

    private JournalFullException full(NoSpaceException e) {
        fullBecause = "the disk is full: " + e.getMessage();
        if (status != Status.FULL) {
            status = Status.FULL;
            environment.events().full(fullBecause);
        }
        return new JournalFullException(fullBecause);
    }

    private JournalBrokenException broken(IOException e) {
        status = Status.BROKEN;
        brokenBy = e;
        wakeWaiting();
        environment.events().broken(e);
        return new JournalBrokenException("the journal stopped: " + e.getMessage(), e);
    }

    /**
     * A reader whose first record is the one at {@code from}; any number of them, beside the writer.
     *
     * @throws IllegalArgumentException if that record is no longer kept, or beyond the next one to be written
     */
    public JournalReader reader(long from) throws IOException {
        if (from < firstPosition() || from > lastPosition + 1) {
            throw new IllegalArgumentException(
                    "record " + from + " is not between " + firstPosition() + " and " + (lastPosition + 1));
        }
        return new JournalReader(this, environment.storage(), from);
    }

    /** Waits until the record at {@code position} is forced; false if it is not by then, or appending ended. */
    public boolean awaitForced(long position, long timeoutMs) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        synchronized (forced) {
            // The writer reads this count after it has set the position, so one of the two sees the other.
            waiting++;
            try {
                while (lastPosition < position && (status == Status.OPEN || status == Status.FULL)) {
                    long left = deadline - System.nanoTime();
                    if (left <= 0) {
                        return false;
                    }
                    TimeUnit.NANOSECONDS.timedWait(forced, left);
                }
                return lastPosition >= position;
            } finally {
                waiting--;
            }
        }
    }

    private void wakeWaiting() {
        synchronized (forced) {
            forced.notifyAll();
        }
    }

    /** The segments in order. */
    public List<Segment> segments() {
        long last = lastPosition;
        List<SegmentHeader> headers = segments;
        List<Segment> result = new ArrayList<>();
        for (int i = 0; i < headers.size(); i++) {
            SegmentHeader header = headers.get(i);
            long end = i + 1 < headers.size() ? headers.get(i + 1).firstPosition() - 1 : last;
            result.add(
                    new Segment(SegmentHeader.fileName(header.number()), header.number(), header.firstPosition(), end));
        }
        return result;
    }

    /** The headers of the segments in order. */
    List<SegmentHeader> headers() {
        return segments;
    }

    /**
     * Deletes the segments whose records all lie before {@code position}; never the last one. The caller has
     * archived them, and every follower is past them. On the thread that appends.
     */
    public void dropBefore(long position) throws IOException {
        List<SegmentHeader> kept = new ArrayList<>(segments);
        // The oldest goes first and for good, so that a crash leaves no gap.
        while (kept.size() > 1 && kept.get(1).firstPosition() <= position) {
            SegmentHeader dropped = kept.remove(0);
            segments = List.copyOf(kept);
            environment.storage().delete(SegmentHeader.fileName(dropped.number()));
            environment.storage().forceFolder();
        }
    }

    /** Ends appending; on the thread that appends. The storage stays open. */
    @Override
    public void close() throws IOException {
        if (status != Status.CLOSED) {
            status = Status.CLOSED;
            wakeWaiting();
            writer.close();
        }
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

    /** A journal that was found good; the torn tail would be cut when it is opened. */
    public record Check(long firstPosition, long lastPosition, Hash chainHash, Optional<TornTail> tornTail) {}
}
