// SPDX-License-Identifier: Apache-2.0
package io.coffer.money;

import io.coffer.money.codec.BinaryOut;
import io.coffer.money.codec.UnreadableException;
import io.coffer.money.ids.AppliedIds;
import io.coffer.money.journal.CorruptFileException;
import io.coffer.money.journal.Hash;
import io.coffer.money.journal.JournalAnchor;
import io.coffer.money.journal.SnapshotMark;
import io.coffer.money.journal.SnapshotStore;
import io.coffer.money.state.Machine;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes machines out of snapshots and snapshots out of machines. Any thread. */
final class Snapshots {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
    private static final String IDS = "ids";
    private static final String STATE = "state";

    /** What one of the recent ids takes in a snapshot. */
    private static final int RECENT_ID_BYTES = 32;

    private final Folders folders;
    private final AppliedIds.Options options;
    private final SnapshotStore store;
    private final long sparedBytes;
    private final List<AppliedIds> living = new ArrayList<>();
    private long instances;

    Snapshots(Folders folders, MoneyCoreOptions options) throws IOException {
        this.folders = folders;
        this.options = options.ids();
        this.sparedBytes = 2 * options.journal().reserveBytes();
        this.store = new SnapshotStore(folders.snapshots(), options.keptSnapshots());
    }

    /** A machine and where in the journal it stands. */
    record Restored(Machine machine, JournalAnchor anchor) {}

    /**
     * The newest good snapshot that is not beyond a position, else an empty machine. A bad one is logged and passed
     * over.
     */
    synchronized Restored newest(long atMost) throws IOException {
        List<Long> positions = store.positions();
        for (int i = positions.size() - 1; i >= 0; i--) {
            if (positions.get(i) <= atMost) {
                try {
                    return restore(positions.get(i));
                } catch (CorruptFileException | UnreadableException bad) {
                    LOG.error(
                            "Snapshot at {} cannot be used, the one before is tried: {}",
                            positions.get(i),
                            bad.getMessage());
                }
            }
        }
        return empty();
    }

    /** A machine before the first record. */
    synchronized Restored empty() {
        AppliedIds ids = AppliedIds.empty(folders.ids(), options, nextInstance());
        living.add(ids);
        return new Restored(new Machine(ids), JournalAnchor.START);
    }

    private Restored restore(long position) throws IOException {
        try (SnapshotStore.Snapshot snapshot = store.open(position)) {
            AppliedIds ids = ids(snapshot);
            try {
                // A damaged id file found later would stop the core; found here, the journal makes it anew.
                ids.verify();
                Machine machine = machine(snapshot, ids);
                living.add(ids);
                return new Restored(machine, snapshot.mark().anchor());
            } catch (IOException | RuntimeException failed) {
                ids.close();
                throw failed;
            }
        }
    }

    private AppliedIds ids(SnapshotStore.Snapshot snapshot) throws IOException {
        try (DataInputStream section = snapshot.section(IDS)) {
            return AppliedIds.restore(folders.ids(), options, nextInstance(), section);
        }
    }

    private static Machine machine(SnapshotStore.Snapshot snapshot, AppliedIds ids) throws IOException {
        try (DigestInputStream section = new DigestInputStream(snapshot.section(STATE), sha256())) {
            Machine machine = Machine.restore(ids, section);
            Hash hash = Hash.of(section.getMessageDigest().digest(), 0);
            boolean same = hash.equals(snapshot.mark().stateHash())
                    && machine.position() == snapshot.mark().position();
            if (!same) {
                throw new UnreadableException(
                        "the state in the snapshot at " + snapshot.mark().position() + " is not the one that it names");
            }
            return machine;
        }
    }

    private String nextInstance() {
        instances++;
        return "m" + instances;
    }

    /**
     * Writes what a follower has come to, and drops what no snapshot needs any more.
     *
     * @throws IOException also if there is so little space that the journal would soon miss it
     */
    synchronized void write(Follower follower) throws IOException {
        Machine machine = follower.machine();
        Machine.Summary summary = machine.summary();
        demandSpace(summary.bytes());
        SnapshotMark mark = follower.mark(summary.hash());
        store.write(mark, sections -> {
            sections.add(IDS, machine.ids()::writeTo);
            sections.add(STATE, out -> write(machine, out));
        });
        sweep();
    }

    private void demandSpace(long stateBytes) throws IOException {
        long usable = folders.snapshots().usableBytes();
        long needed = stateBytes + 2L * options.recentIds() * RECENT_ID_BYTES + sparedBytes;
        if (usable < needed) {
            throw new IOException(usable + " bytes are free, a snapshot needs " + needed + " with what must stay free");
        }
    }

    private void sweep() throws IOException {
        Set<String> named = new HashSet<>();
        for (long position : store.positions()) {
            try (SnapshotStore.Snapshot snapshot = store.open(position);
                    DataInputStream section = snapshot.section(IDS)) {
                named.addAll(AppliedIds.filesIn(section));
            } catch (CorruptFileException bad) {
                // Its id files may be what an operator repairs it with: nothing is dropped.
                LOG.error("A snapshot is damaged: {}", bad.getMessage());
                return;
            }
        }
        AppliedIds.sweep(folders.ids(), living, named);
    }

    private static void write(Machine machine, DataOutputStream out) throws IOException {
        try {
            machine.writeTo(new BinaryOut((bytes, length) -> {
                try {
                    out.write(bytes, 0, length);
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            }));
        } catch (UncheckedIOException failed) {
            throw new IOException(failed.getMessage(), failed);
        }
    }

    /** Ends a machine that was made here. */
    synchronized void release(Machine machine) throws IOException {
        living.removeIf(ids -> ids == machine.ids());
        machine.close();
    }

    /** The position of the newest snapshot, good or bad; 0 if there is none. */
    synchronized long newestPosition() throws IOException {
        List<Long> positions = store.positions();
        return positions.isEmpty() ? 0 : positions.get(positions.size() - 1);
    }

    /** Reads all of every snapshot and id file; adds what is wrong. */
    void verify(Set<String> findings) throws IOException {
        synchronized (this) {
            for (CorruptFileException damage : AppliedIds.damages(folders.ids())) {
                findings.add(damage.getMessage());
            }
        }
        for (long position : positions()) {
            synchronized (this) {
                try (SnapshotStore.Snapshot snapshot = store.open(position)) {
                    verify(snapshot);
                } catch (CorruptFileException | UnreadableException bad) {
                    findings.add(bad.getMessage());
                }
            }
        }
    }

    private synchronized List<Long> positions() throws IOException {
        return store.positions();
    }

    private void verify(SnapshotStore.Snapshot snapshot) throws IOException {
        try (AppliedIds ids = ids(snapshot)) {
            ids.verify();
            machine(snapshot, ids);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java runtime has SHA-256", absent);
        }
    }
}
