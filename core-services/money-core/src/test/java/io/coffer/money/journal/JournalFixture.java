// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small journals on simulated disks. */
final class JournalFixture {
    /** Segments that hold a few groups only. */
    static final JournalOptions SMALL = new JournalOptions(2048, 400, 300, 0, 100);

    static final long ID = 0x1234_5678_9ABC_DEF1L;

    private JournalFixture() {}

    static JournalEnvironment environment(Storage storage) {
        return new JournalEnvironment(storage, System::nanoTime, () -> ID, JournalEvents.NONE);
    }

    static Journal open(Storage storage) throws IOException {
        return Journal.open(environment(storage), SMALL);
    }

    /** A payload that says which record it is, of a length that differs from record to record. */
    static byte[] payload(long position) {
        byte[] bytes = new byte[8 + (int) (position * 37 % 120)];
        ByteBuffer.wrap(bytes).putLong(position);
        for (int i = 8; i < bytes.length; i++) {
            // Some zeros and some runs of them, as amounts in fixed width have.
            bytes[i] = (byte) (i % 3 == 0 ? 0 : position + i);
        }
        return bytes;
    }

    /** Appends one group of {@code count} records. */
    static void append(Journal journal, int count) throws IOException {
        append(journal, count, 1);
    }

    static void append(Journal journal, int count, long term) throws IOException {
        RecordGroup group = journal.newGroup();
        for (int i = 1; i <= count; i++) {
            group.add(term, payload(journal.lastPosition() + i));
        }
        journal.append(group);
    }

    /** Appends groups of one to three records until {@code records} are written; each group's last position. */
    static List<Long> fill(Journal journal, int records, Random random) throws IOException {
        List<Long> ends = new ArrayList<>();
        while (journal.lastPosition() < records) {
            append(journal, 1 + random.nextInt(3));
            ends.add(journal.lastPosition());
        }
        return ends;
    }

    static byte[] bytes(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        return bytes;
    }

    /** Reads the journal from its beginning and fails unless each record is what was appended. */
    static long demandAll(Journal journal) throws IOException {
        try (JournalReader reader = journal.reader(journal.firstPosition())) {
            while (reader.next()) {
                if (!java.util.Arrays.equals(bytes(reader.payload()), payload(reader.position()))) {
                    throw new AssertionError("record " + reader.position() + " is not what was appended");
                }
            }
            return reader.position();
        }
    }
}
