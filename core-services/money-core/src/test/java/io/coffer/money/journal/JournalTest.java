// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import static io.coffer.money.journal.JournalFixture.SMALL;
import static io.coffer.money.journal.JournalFixture.append;
import static io.coffer.money.journal.JournalFixture.bytes;
import static io.coffer.money.journal.JournalFixture.demandAll;
import static io.coffer.money.journal.JournalFixture.environment;
import static io.coffer.money.journal.JournalFixture.fill;
import static io.coffer.money.journal.JournalFixture.open;
import static io.coffer.money.journal.JournalFixture.payload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private final SimulatedStorage storage = new SimulatedStorage();

    @Test
    void positionsStartAtOneAndAreDense() throws IOException {
        try (Journal journal = open(storage)) {
            assertThat(journal.lastPosition()).isZero();
            assertThat(journal.firstPosition()).isEqualTo(1);
            append(journal, 2);
            append(journal, 1);
            assertThat(journal.lastPosition()).isEqualTo(3);
            try (JournalReader reader = journal.reader(1)) {
                for (long position = 1; position <= 3; position++) {
                    assertThat(reader.next()).isTrue();
                    assertThat(reader.position()).isEqualTo(position);
                    assertThat(bytes(reader.payload())).isEqualTo(payload(position));
                }
                assertThat(reader.next()).isFalse();
            }
        }
    }

    @Test
    void everythingIsThereAfterReopeningOverManySegments() throws IOException {
        Random random = new Random(1);
        for (int records = 20; records <= 100; records += 20) {
            try (Journal journal = open(storage)) {
                fill(journal, records, random);
                assertThat(demandAll(journal)).isEqualTo(journal.lastPosition());
            }
            try (Journal journal = open(storage)) {
                assertThat(journal.lastPosition()).isGreaterThanOrEqualTo(records);
                assertThat(journal.tornTail()).isEmpty();
                assertThat(demandAll(journal)).isEqualTo(journal.lastPosition());
            }
        }
        assertThat(storage.list().size()).isGreaterThan(5);
    }

    @Test
    void payloadsMayBeEmptyAndAsLongAsTheLimit() throws IOException {
        try (Journal journal = open(storage)) {
            RecordGroup group = journal.newGroup();
            group.add(1, new byte[0]);
            group.add(1, new byte[SMALL.recordBytes()]);
            journal.append(group);
        }
        try (Journal journal = open(storage);
                JournalReader reader = journal.reader(1)) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.payload().remaining()).isZero();
            assertThat(reader.next()).isTrue();
            assertThat(bytes(reader.payload())).isEqualTo(new byte[SMALL.recordBytes()]);
        }
    }

    @Test
    void anEmptyGroupWritesNothing() throws IOException {
        try (Journal journal = open(storage)) {
            int before = storage.steps();
            journal.append(journal.newGroup());
            assertThat(storage.steps()).isEqualTo(before);
            assertThat(journal.lastPosition()).isZero();
        }
    }

    @Test
    void termsAreKeptAndNeverDecrease() throws IOException {
        try (Journal journal = open(storage)) {
            append(journal, 1, 3);
            append(journal, 1, 7);
            assertThatThrownBy(() -> append(journal, 1, 6)).isInstanceOf(IllegalArgumentException.class);
        }
        try (Journal journal = open(storage);
                JournalReader reader = journal.reader(2)) {
            assertThat(journal.lastTerm()).isEqualTo(7);
            assertThat(reader.next()).isTrue();
            assertThat(reader.term()).isEqualTo(7);
        }
    }

    @Test
    void aReaderStartsAnywhereAndSeesTheSameChain() throws IOException {
        try (Journal journal = open(storage)) {
            fill(journal, 60, new Random(2));
            Map<Long, Hash> chain = new HashMap<>();
            try (JournalReader reader = journal.reader(1)) {
                chain.put(0L, reader.chainHash());
                while (reader.next()) {
                    chain.put(reader.position(), reader.chainHash());
                }
            }
            assertThat(chain).hasSize((int) journal.lastPosition() + 1);
            assertThat(chain.values()).doesNotHaveDuplicates();
            for (long from = 1; from <= journal.lastPosition() + 1; from++) {
                try (JournalReader reader = journal.reader(from)) {
                    assertThat(reader.position()).isEqualTo(from - 1);
                    assertThat(reader.chainHash()).isEqualTo(chain.get(from - 1));
                    assertThat(reader.next()).isEqualTo(from <= journal.lastPosition());
                }
            }
        }
    }

    @Test
    void aReaderOutsideTheJournalIsRefused() throws IOException {
        try (Journal journal = open(storage)) {
            append(journal, 2);
            assertThatThrownBy(() -> journal.reader(0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> journal.reader(4)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aReaderFollowsTheWriterIntoNewSegments() throws IOException {
        try (Journal journal = open(storage);
                JournalReader reader = journal.reader(1)) {
            Random random = new Random(3);
            while (journal.lastPosition() < 100) {
                append(journal, 1 + random.nextInt(3));
                while (reader.next()) {
                    assertThat(bytes(reader.payload())).isEqualTo(payload(reader.position()));
                }
                assertThat(reader.position()).isEqualTo(journal.lastPosition());
            }
        }
    }

    @Test
    void aReaderOnAnotherThreadSeesEveryForcedRecordOnce(@TempDir Path folder) throws Exception {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (FolderStorage real = FolderStorage.open(folder);
                Journal journal = Journal.open(environment(real), new JournalOptions(1 << 16, 4096, 4096, 0, 100))) {
            Thread follower = new Thread(() -> {
                try (JournalReader reader = journal.reader(1)) {
                    for (long position = 1; position <= 3000; position++) {
                        assertThat(journal.awaitForced(position, 10_000)).isTrue();
                        assertThat(reader.next()).isTrue();
                        assertThat(reader.position()).isEqualTo(position);
                        assertThat(bytes(reader.payload())).isEqualTo(payload(position));
                    }
                } catch (Throwable e) {
                    failure.set(e);
                }
            });
            follower.start();
            while (journal.lastPosition() < 3000) {
                append(journal, 1 + (int) (journal.lastPosition() % 20));
            }
            follower.join();
            assertThat(failure.get()).isNull();
            assertThat(journal.segments().size()).isGreaterThan(3);
        }
    }

    @Test
    void awaitingARecordThatDoesNotComeEndsInTimeOrWithTheJournal() throws Exception {
        Journal journal = open(storage);
        append(journal, 1);
        assertThat(journal.awaitForced(1, 0)).isTrue();
        assertThat(journal.awaitForced(2, 1)).isFalse();
        journal.close();
        assertThat(journal.awaitForced(2, 10_000)).isFalse();
    }

    @Test
    void oldSegmentsAreDroppedAndTheRestStillVerifies() throws IOException {
        try (Journal journal = open(storage)) {
            fill(journal, 100, new Random(4));
            List<Journal.Segment> segments = journal.segments();
            Journal.Segment third = segments.get(2);
            journal.dropBefore(third.firstPosition() + 1);
            assertThat(journal.firstPosition()).isEqualTo(third.firstPosition());
            assertThat(storage.list()).doesNotContain(segments.get(1).fileName());
            assertThatThrownBy(() -> journal.reader(third.firstPosition() - 1))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(demandAll(journal)).isEqualTo(journal.lastPosition());
            journal.dropBefore(Long.MAX_VALUE);
            assertThat(journal.segments()).hasSize(1);
        }
        try (Journal journal = open(storage)) {
            assertThat(demandAll(journal)).isGreaterThanOrEqualTo(100);
        }
    }

    @Test
    void opensFromAnyAnchorOnItsChain() throws IOException {
        Map<Long, Hash> chain = new HashMap<>();
        try (Journal journal = open(storage)) {
            fill(journal, 50, new Random(5));
            try (JournalReader reader = journal.reader(1)) {
                while (reader.next()) {
                    chain.put(reader.position(), reader.chainHash());
                }
            }
        }
        for (Map.Entry<Long, Hash> point : chain.entrySet()) {
            JournalAnchor anchor = new JournalAnchor(point.getKey(), point.getValue());
            try (Journal journal = Journal.open(environment(storage), SMALL, anchor)) {
                assertThat(journal.lastPosition()).isEqualTo(chain.size());
            }
            JournalAnchor wrong = new JournalAnchor(point.getKey(), Hash.ZERO);
            assertThatThrownBy(() -> Journal.open(environment(storage), SMALL, wrong))
                    .isInstanceOf(CorruptFileException.class)
                    .hasMessageContaining("chain hash at position " + point.getKey());
        }
    }

    @Test
    void aJournalThatEndsBeforeTheSnapshotIsRefused() throws IOException {
        try (Journal journal = open(storage)) {
            append(journal, 3);
        }
        JournalAnchor beyond = new JournalAnchor(4, Hash.ZERO);
        assertThatThrownBy(() -> Journal.open(environment(storage), SMALL, beyond))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("ends with record 3")
                .hasMessageContaining("snapshot at position 4");
        assertThatThrownBy(() -> Journal.open(environment(new SimulatedStorage()), SMALL, beyond))
                .isInstanceOf(CorruptFileException.class);
    }

    @Test
    void aJournalDroppedBeyondTheSnapshotIsRefused() throws IOException {
        try (Journal journal = open(storage)) {
            fill(journal, 60, new Random(6));
            journal.dropBefore(journal.lastPosition());
        }
        assertThatThrownBy(() -> Journal.open(environment(storage), SMALL, new JournalAnchor(1, Hash.ZERO)))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("but the snapshot is at 1");
    }

    @Test
    void aMissingSegmentIsNamed() throws IOException {
        try (Journal journal = open(storage)) {
            fill(journal, 60, new Random(7));
        }
        storage.delete(SegmentHeader.fileName(2));
        assertThatThrownBy(() -> open(storage))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("segment 2 is missing");
    }

    @Test
    void aSegmentOfAnotherJournalIsRefused() throws IOException {
        SimulatedStorage other = new SimulatedStorage();
        JournalEnvironment elsewhere = new JournalEnvironment(other, System::nanoTime, () -> 99, JournalEvents.NONE);
        try (Journal journal = open(storage);
                Journal foreign = Journal.open(elsewhere, SMALL)) {
            fill(journal, 60, new Random(8));
            fill(foreign, 60, new Random(8));
        }
        storage.content(SegmentHeader.fileName(2), other.content(SegmentHeader.fileName(2)));
        assertThatThrownBy(() -> open(storage))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("another journal");
    }

    @Test
    void checkingChangesNothingAndAgreesWithTheReader() throws IOException {
        Hash chain;
        try (Journal journal = open(storage)) {
            fill(journal, 30, new Random(9));
            try (JournalReader reader = journal.reader(journal.lastPosition() + 1)) {
                chain = reader.chainHash();
            }
        }
        int steps = storage.steps();
        Journal.Check check = Journal.check(storage);
        assertThat(check.chainHash()).isEqualTo(chain);
        assertThat(check.firstPosition()).isEqualTo(1);
        assertThat(check.lastPosition()).isGreaterThanOrEqualTo(30);
        assertThat(storage.steps()).isEqualTo(steps);
        assertThat(Journal.check(new SimulatedStorage()).lastPosition()).isZero();
    }

    @Test
    void onlyOneOwnerMayHaveTheFolder(@TempDir Path folder) throws IOException {
        try (FolderStorage first = FolderStorage.open(folder)) {
            assertThat(first.list()).isEmpty();
            assertThatThrownBy(() -> FolderStorage.open(folder))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use");
        }
        FolderStorage.open(folder).close();
    }

    @Test
    void aReadOnlyFolderIsNotWrittenTo(@TempDir Path folder) throws IOException {
        try (FolderStorage real = FolderStorage.open(folder);
                Journal journal = open(real)) {
            append(journal, 2);
            FolderStorage looking = FolderStorage.readOnly(folder);
            assertThat(Journal.check(looking).lastPosition()).isEqualTo(2);
            assertThatThrownBy(() -> looking.delete(SegmentHeader.fileName(1))).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> looking.create("x")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void anInterruptedWriterGoesOn(@TempDir Path folder) throws IOException {
        try (FolderStorage real = FolderStorage.open(folder);
                Journal journal = open(real)) {
            Thread.currentThread().interrupt();
            fill(journal, 100, new Random(10));
            assertThat(demandAll(journal)).isEqualTo(journal.lastPosition());
            assertThat(Thread.interrupted()).isTrue();
            assertThat(journal.status()).isEqualTo(Journal.Status.OPEN);
        }
    }

    @Test
    void aSegmentMustHoldTheLargestGroup() {
        assertThatThrownBy(() -> new JournalOptions(1000, 400, 600, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
