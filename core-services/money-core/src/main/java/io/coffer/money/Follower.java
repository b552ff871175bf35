// SPDX-License-Identifier: Apache-2.0
package io.coffer.money;

import io.coffer.money.codec.RecordCodec;
import io.coffer.money.codec.UnreadableException;
import io.coffer.money.journal.Hash;
import io.coffer.money.journal.Journal;
import io.coffer.money.journal.JournalReader;
import io.coffer.money.journal.SnapshotMark;
import io.coffer.money.state.Machine;
import io.coffer.money.state.Transition;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A machine of its own that reads the journal behind the writer, which does not notice. */
final class Follower implements Closeable {
    private final Snapshots snapshots;
    private final Machine machine;
    private final JournalReader reader;

    Follower(Journal journal, Snapshots snapshots, Machine machine) throws IOException {
        this.snapshots = snapshots;
        this.machine = machine;
        try {
            this.reader = journal.reader(machine.position() + 1);
        } catch (IOException | IllegalArgumentException unreachable) {
            snapshots.release(machine);
            throw new IOException(
                    "the journal cannot be read from record " + (machine.position() + 1) + ": "
                            + unreachable.getMessage(),
                    unreachable);
        }
    }

    Machine machine() {
        return machine;
    }

    /** Applies the next record, which must be forced. */
    Transition next() throws IOException {
        if (!reader.next()) {
            throw new IOException("record " + (machine.position() + 1) + " is not in the journal yet");
        }
        ByteBuffer payload = reader.payload();
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        try {
            return machine.apply(reader.position(), RecordCodec.read(bytes));
        } catch (UnreadableException unreadable) {
            throw new UnreadableException("record " + reader.position() + ": " + unreadable.getMessage(), unreadable);
        }
    }

    void advanceTo(long position) throws IOException {
        while (machine.position() < position) {
            next();
        }
    }

    /** What a snapshot of the machine as it stands is a snapshot of; something must have been read. */
    SnapshotMark mark(Hash stateHash) {
        return new SnapshotMark(machine.position(), reader.term(), reader.chainHash(), stateHash);
    }

    /** Ends reading but leaves the machine to the caller. */
    Machine detach() throws IOException {
        reader.close();
        return machine;
    }

    @Override
    public void close() throws IOException {
        try (reader) {
            snapshots.release(machine);
        }
    }
}
