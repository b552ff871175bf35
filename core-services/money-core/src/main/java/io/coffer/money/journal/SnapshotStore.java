// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Snapshot files in a folder of their own. One is written under a temporary name, forced, and renamed, so that
 * it is there whole or not at all. One thread at a time.
 */
public final class SnapshotStore {
    /** Fewer are never kept, so that there is one to fall back to. */
    public static final int LEAST_KEPT = 2;

    private static final String PREFIX = "snapshot-";
    private static final String SUFFIX = ".snap";
    private static final String TEMPORARY = "snapshot.tmp";
    private static final int DIGITS = 19;
    private static final Pattern NAME = Pattern.compile(PREFIX + "[0-9]{" + DIGITS + "}" + Pattern.quote(SUFFIX));

    private final Storage storage;
    private final int keep;

    /** The store in {@code storage}, which keeps the last {@code keep} sound snapshots; an unfinished one is deleted. */
    public SnapshotStore(Storage storage, int keep) throws IOException {
        if (keep < LEAST_KEPT) {
            throw new IllegalArgumentException("at least " + LEAST_KEPT + " snapshots must be kept");
        }
        this.storage = storage;
        this.keep = keep;
        storage.delete(TEMPORARY);
    }

    /**
     * Writes a snapshot and returns when it is durable; then deletes those that need not be kept. If it throws,
     * the snapshots there were before are still there.
     */
    public void write(SnapshotMark mark, Body body) throws IOException {
        storage.delete(TEMPORARY);
        SnapshotFile.write(storage.create(TEMPORARY), mark, body);
        storage.rename(TEMPORARY, name(mark.position()));
        storage.forceFolder();
        dropOld();
    }

    // Only sound ones count as kept: a damaged one is nothing to fall back to.
    private void dropOld() throws IOException {
        int sound = 0;
        List<Long> positions = positions();
        for (int i = positions.size() - 1; i >= 0; i--) {
            if (sound == keep) {
                storage.delete(name(positions.get(i)));
            } else if (isSound(positions.get(i))) {
                sound++;
            }
        }
    }

    private boolean isSound(long position) throws IOException {
        try (Snapshot snapshot = open(position)) {
            return snapshot.mark().position() == position;
        } catch (CorruptFileException e) {
            return false;
        }
    }

    /** The latest snapshot all of whose blocks are as written; {@code bad} hears of later ones that are not. */
    public Optional<Snapshot> latest(Consumer<CorruptFileException> bad) throws IOException {
        List<Long> positions = positions();
        for (int i = positions.size() - 1; i >= 0; i--) {
            try {
                return Optional.of(open(positions.get(i)));
            } catch (CorruptFileException e) {
                bad.accept(e);
            }
        }
        return Optional.empty();
    }

    /** The positions of the snapshots, the latest last, unverified. */
    public List<Long> positions() throws IOException {
        List<Long> positions = new ArrayList<>();
        for (String name : storage.list()) {
            if (NAME.matcher(name).matches()) {
                positions.add(Long.parseLong(name.substring(PREFIX.length(), PREFIX.length() + DIGITS)));
            }
        }
        return positions;
    }

    /**
     * Opens and verifies the snapshot at a position.
     *
     * @throws CorruptFileException if a block is not what was written
     */
    public Snapshot open(long position) throws IOException {
        return SnapshotFile.open(storage, name(position), position);
    }

    private static String name(long position) {
        return String.format(Locale.ROOT, "%s%0" + DIGITS + "d%s", PREFIX, position, SUFFIX);
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
