// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import static io.coffer.money.journal.JournalFixture.SMALL;
import static io.coffer.money.journal.JournalFixture.append;
import static io.coffer.money.journal.JournalFixture.demandAll;
import static io.coffer.money.journal.JournalFixture.environment;
import static io.coffer.money.journal.JournalFixture.fill;
import static io.coffer.money.journal.JournalFixture.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rows F2, F3, F5 and F6 of the fault campaign. */
class JournalFaultTest {
    private static final int RECORDS = 40;

    /** Writes until the journal is full or a fault ends it, and returns the last acknowledged position. */
    private static long writeUntilFault(SimulatedStorage storage, Random random) {
        long acknowledged = 0;
        try (Journal journal = open(storage)) {
            acknowledged = journal.lastPosition();
            while (acknowledged < RECORDS) {
                append(journal, 1 + random.nextInt(3));
                acknowledged = journal.lastPosition();
            }
        } catch (IOException | PowerLoss e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
        return acknowledged;
    }

    private static void demandKept(SimulatedStorage storage, long acknowledged, String where) throws IOException {
        try (Journal journal = open(storage)) {
            assertThat(journal.lastPosition()).as(where).isGreaterThanOrEqualTo(acknowledged);
            append(journal, 1);
            assertThat(demandAll(journal)).as(where).isEqualTo(journal.lastPosition());
        } catch (CorruptFileException e) {
            throw new AssertionError(where, e);
        }
    }

    private static int stepsWithoutFault() {
        SimulatedStorage storage = new SimulatedStorage();
        assertThat(writeUntilFault(storage, new Random(1))).isGreaterThanOrEqualTo(RECORDS);
        return storage.steps();
    }

    @Test
    @DisplayName("F2: power lost in every step keeps every acknowledged record")
    void f2_powerLossInEveryStep() throws IOException {
        int steps = stepsWithoutFault();
        assertThat(steps).isGreaterThan(60);
        for (int step = 1; step <= steps; step++) {
            for (int outcome = 0; outcome < 20; outcome++) {
                SimulatedStorage storage = new SimulatedStorage();
                storage.losePowerAt(step);
                long acknowledged = writeUntilFault(storage, new Random(1));
                demandKept(
                        storage.afterPowerLoss(new Random(outcome)),
                        acknowledged,
                        "step " + step + " outcome " + outcome);
            }
        }
    }

    @Test
    @DisplayName("F3: power lost again and again, also while opening, keeps every acknowledged record")
    void f3_powerLossSeeds() throws IOException {
        long base = Long.getLong("seed", 20_000L);
        for (long seed = base; seed < base + 3000; seed++) {
            Random random = new Random(seed);
            SimulatedStorage storage = new SimulatedStorage();
            long acknowledged = 0;
            for (int life = 0; life < 4; life++) {
                storage.losePowerAt(1 + random.nextInt(40));
                acknowledged = Math.max(acknowledged, writeUntilFault(storage, random));
                storage = storage.afterPowerLoss(random);
            }
            demandKept(storage, acknowledged, "seed " + seed);
        }
    }

    @Test
    @DisplayName("F5: an I/O error in every step stops the journal, and reopening keeps what was acknowledged")
    void f5_failureInEveryStep() throws IOException {
        int steps = stepsWithoutFault();
        for (int step = 1; step <= steps; step++) {
            SimulatedStorage storage = new SimulatedStorage();
            storage.failAt(step);
            long acknowledged = writeUntilFault(storage, new Random(1));
            demandKept(storage.copy(), acknowledged, "restarted after failure in step " + step);
            storage.losePowerAt(0);
            demandKept(
                    storage.afterPowerLoss(new Random(step)), acknowledged, "power lost after failure in step " + step);
        }
    }

    @Test
    @DisplayName("F5: after a failure every append is refused, also those that would succeed")
    void f5_noRetryAsSuccess() throws IOException {
        SimulatedStorage storage = new SimulatedStorage();
        List<String> heard = new ArrayList<>();
        try (Journal journal = Journal.open(heardBy(storage, new AtomicLong(), heard), SMALL)) {
            fill(journal, 5, new Random(1));
            long last = journal.lastPosition();
            storage.failAt(storage.steps() + 3);
            assertThatThrownBy(() -> fill(journal, 50, new Random(1))).isInstanceOf(JournalBrokenException.class);
            long broken = journal.lastPosition();
            assertThat(broken).isGreaterThanOrEqualTo(last);
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> append(journal, 1)).isInstanceOf(JournalBrokenException.class);
            }
            assertThat(journal.status()).isEqualTo(Journal.Status.BROKEN);
            assertThat(journal.lastPosition()).isEqualTo(broken);
            assertThat(demandAll(journal)).isEqualTo(broken);
            assertThat(heard).containsExactly("broken");
        }
    }

    @Test
    @DisplayName("F5: a group whose force failed is made durable by reopening or not seen, never seen and then lost")
    void f5_unforcedPagesDoNotOutliveReopening() throws IOException {
        SimulatedStorage storage = new SimulatedStorage();
        long seen;
        try (Journal journal = open(storage)) {
            append(journal, 1);
            // The steps of an append within a segment: prepare, force; write, force.
            for (int ahead = 1; journal.status() == Journal.Status.OPEN; ahead++) {
                storage.failAt(storage.steps() + 4);
                try {
                    append(journal, 2);
                } catch (JournalBrokenException e) {
                    assertThat(ahead).isPositive();
                }
            }
        }
        try (Journal reopened = open(storage)) {
            seen = reopened.lastPosition();
        }
        for (int outcome = 0; outcome < 50; outcome++) {
            demandKept(storage.afterPowerLoss(new Random(outcome)), seen, "outcome " + outcome);
        }
    }

    private static JournalEnvironment heardBy(Storage storage, AtomicLong clock, List<String> heard) {
        return new JournalEnvironment(storage, clock::get, () -> JournalFixture.ID, new JournalEvents() {
            @Override
            public void space(SpaceLevel level, long usableBytes, long totalBytes) {
                heard.add(level.name());
            }

            @Override
            public void full(String reason) {
                heard.add("full");
            }

            @Override
            public void resumed() {
                heard.add("resumed");
            }

            @Override
            public void broken(IOException cause) {
                heard.add("broken");
            }
        });
    }

    @Test
    @DisplayName("F6: a full disk refuses appends while reads go on, and resumes by itself")
    void f6_fullDisk() throws IOException {
        for (int capacity = 5000; capacity < 9500; capacity += 100) {
            SimulatedStorage storage = new SimulatedStorage();
            storage.capacity(capacity);
            AtomicLong clock = new AtomicLong();
            List<String> heard = new ArrayList<>();
            try (Journal journal = Journal.open(heardBy(storage, clock, heard), SMALL)) {
                assertThatThrownBy(() -> fill(journal, 1000, new Random(1)))
                        .isInstanceOf(JournalFullException.class)
                        .hasMessageContaining("full");
                long last = journal.lastPosition();
                assertThat(last).isPositive();
                assertThat(journal.status()).isEqualTo(Journal.Status.FULL);
                assertThat(demandAll(journal)).isEqualTo(last);

                clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
                assertThatThrownBy(() -> append(journal, 1)).isInstanceOf(JournalFullException.class);
                demandKept(storage.copy(), last, "restarted on a full disk of " + capacity);

                storage.capacity(Long.MAX_VALUE);
                assertThatThrownBy(() -> append(journal, 1))
                        .as("not tried again before its time")
                        .isInstanceOf(JournalFullException.class);
                clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(SMALL.spaceCheckMs()));
                append(journal, 1);
                assertThat(journal.status()).isEqualTo(Journal.Status.OPEN);
                fill(journal, 60, new Random(2));
                assertThat(demandAll(journal)).isEqualTo(journal.lastPosition());
                assertThat(heard).containsSubsequence("full", "resumed");
                assertThat(heard).doesNotContain("broken");
            }
        }
    }

    @Test
    @DisplayName("F6: the reserve is noticed in time though the segment has room; warnings come at 15 and 5 per cent")
    void f6_reserveAndWarnings() throws IOException {
        SimulatedStorage storage = new SimulatedStorage();
        JournalOptions options = new JournalOptions(1 << 16, 400, 300, 10_000, 250);
        AtomicLong clock = new AtomicLong();
        List<String> heard = new ArrayList<>();
        storage.capacity(1_000_000);
        try (Journal journal = Journal.open(heardBy(storage, clock, heard), options)) {
            append(journal, 1);
            assertThat(heard).isEmpty();
            storage.content("other", new byte[760_000]);
            clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(250));
            append(journal, 1);
            assertThat(heard).containsExactly("LOW");
            storage.content("other", new byte[855_000]);
            clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(250));
            append(journal, 1);
            assertThat(heard).containsExactly("LOW", "CRITICAL");
            storage.content("other", new byte[862_000]);
            append(journal, 1);
            clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(250));
            assertThatThrownBy(() -> append(journal, 1)).isInstanceOf(JournalFullException.class);
            storage.content("other", new byte[0]);
            clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(250));
            append(journal, 1);
            assertThat(heard).containsExactly("LOW", "CRITICAL", "full", "ENOUGH", "resumed");
            assertThat(demandAll(journal)).isEqualTo(5);
        }
    }

    @Test
    void nothingIsCutWhenThePowerGoesDuringTheRepairItself() throws IOException {
        for (long seed = 1; seed <= 400; seed++) {
            Random random = new Random(seed);
            SimulatedStorage storage = new SimulatedStorage();
            storage.losePowerAt(20 + random.nextInt(60));
            long acknowledged = writeUntilFault(storage, random);
            storage = storage.afterPowerLoss(random);
            for (int repair = 1; repair <= 6; repair++) {
                storage.losePowerAt(repair);
                try (Journal journal = open(storage)) {
                    assertThat(journal.lastPosition()).isGreaterThanOrEqualTo(acknowledged);
                } catch (PowerLoss e) {
                    storage = storage.afterPowerLoss(random);
                    continue;
                }
                storage = storage.copy();
            }
            demandKept(storage, acknowledged, "seed " + seed);
        }
    }

    @Test
    void aJournalIsOnlyMadeWhereThereIsSpace() throws IOException {
        SimulatedStorage storage = new SimulatedStorage();
        storage.capacity(1000);
        assertThatThrownBy(() -> open(storage)).isInstanceOf(NoSpaceException.class);
        storage.capacity(100_000);
        try (Journal journal = Journal.open(environment(storage), SMALL)) {
            append(journal, 1);
            assertThat(demandAll(journal)).isEqualTo(1);
        }
    }
}
