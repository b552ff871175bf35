// SPDX-License-Identifier: Apache-2.0
package io.coffer.money;

import static io.coffer.money.wallet.World.ANNAS;
import static io.coffer.money.wallet.World.COIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.api.core.Command;
import io.coffer.api.core.CoreStatus;
import io.coffer.api.core.LedgerCommand;
import io.coffer.api.core.Result;
import io.coffer.api.core.StateHash;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.LedgerOperation;
import io.coffer.api.ledger.Money;
import io.coffer.api.request.CommandId;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.money.ids.AppliedIds;
import io.coffer.money.journal.CorruptFileException;
import io.coffer.money.journal.JournalOptions;
import io.coffer.money.journal.SimulatedStorage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Disks that fill up, fail, lose power and rot under a whole core. */
class CoreFaultTest {
    private static final JournalOptions SMALL = new JournalOptions(1 << 16, 1 << 13, 1 << 13, 0, 10);
    private static final MoneyCoreOptions OPTIONS =
            new MoneyCoreOptions(SMALL, new AppliedIds.Options(128, 4, 1 << 16), 150, 2, 64);
    private static final LedgerAccountId ANNA = new LedgerAccountId(AccountKind.CUSTOMER, ANNAS.text(), COIN);
    private static final LedgerAccountId EXPOSURE = new LedgerAccountId(AccountKind.EXPOSURE, "", COIN);

    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private SimulatedStorage journal = new SimulatedStorage();
    private SimulatedStorage snapshots = new SimulatedStorage();
    private SimulatedStorage ids = new SimulatedStorage();

    private LocalMoneyCore open() throws IOException {
        return LocalMoneyCore.open(SharedStorage.folders(journal, snapshots, ids), clock, OPTIONS);
    }

    private static Command fund(long units) {
        return new LedgerCommand.Batch(
                List.of(new LedgerOperation.Post(EXPOSURE, ANNA, Money.of(COIN, units))), "fund");
    }

    private static CommandId id(int number) {
        return CommandId.of("fault", "" + number);
    }

    private static long annas(LocalMoneyCore core) {
        return core.read(state -> state.balance(ANNA).available().longValueExact());
    }

    private static void fill(LocalMoneyCore core, int from, int to) throws CoreUnavailableException {
        for (int i = from; i < to; i++) {
            assertThat(core.submit(id(i), fund(1))).isInstanceOf(Result.Applied.class);
        }
    }

    @Test
    void aFullDiskRefusesWhileReadsStayUpAndResumesByItself() throws Exception {
        try (LocalMoneyCore core = open()) {
            LocalMoneyCoreTest.found(core);
            journal.capacity(journal.totalBytes() - journal.usableBytes());
            int number = 0;
            CoreUnavailableException refused = null;
            while (refused == null) {
                try {
                    core.submit(id(number), fund(1));
                    number++;
                } catch (CoreUnavailableException full) {
                    refused = full;
                }
            }
            assertThat(refused.reason()).isEqualTo(CoreUnavailableException.Reason.DISK_FULL);
            assertThat(refused.isNotExecuted()).isTrue();
            assertThat(core.status().mode()).isEqualTo(CoreStatus.Mode.DISK_FULL);
            assertThat(core.status().detail()).contains("full");
            assertThat(annas(core)).isEqualTo(number);
            assertThat(core.stateHash().position()).isEqualTo(core.status().position());

            clock.pass(5_000);
            journal.capacity(Long.MAX_VALUE);
            Eventually.holds(
                    () -> core.status().mode() == CoreStatus.Mode.RUNNING, "the core goes on without a client");

            assertThat(core.submit(id(number), fund(1))).isInstanceOf(Result.Applied.class);
            assertThat(annas(core)).isEqualTo(number + 1);
            assertThat(core.replay(0)).isEqualTo(core.stateHash());
        }
    }

    @Test
    void aFailedWriteStopsTheWriterAndReadsStayUp() throws Exception {
        int acknowledged = 0;
        try (LocalMoneyCore core = open()) {
            LocalMoneyCoreTest.found(core);
            fill(core, 0, 20);
            acknowledged = 20;
            journal.failAt(journal.steps() + 1);

            assertThatThrownBy(() -> core.submit(id(20), fund(1)))
                    .isInstanceOfSatisfying(CoreUnavailableException.class, stopped -> {
                        assertThat(stopped.reason()).isEqualTo(CoreUnavailableException.Reason.STOPPED);
                        assertThat(stopped.isNotExecuted()).isFalse();
                    });
            assertThatThrownBy(() -> core.submit(id(21), fund(1))).isInstanceOf(CoreUnavailableException.class);
            assertThat(core.status().mode()).isEqualTo(CoreStatus.Mode.STOPPED);
            assertThat(annas(core)).isEqualTo(acknowledged);
        }
        try (LocalMoneyCore core = open()) {
            assertThat(annas(core)).isBetween((long) acknowledged, acknowledged + 1L);
            Result again = core.submit(id(20), fund(1));
            assertThat(annas(core)).as("%s", again).isEqualTo(acknowledged + 1L);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void nothingAcknowledgedIsLostWhenThePowerGoes(long seed) throws Exception {
        Random random = new Random(seed);
        RandomCommands life = new RandomCommands(seed);
        List<Command> commands = new ArrayList<>();
        List<Result> results = new ArrayList<>();
        for (int run = 0; run < 4; run++) {
            journal.losePowerAt(journal.steps() + 60 + random.nextInt(900));
            try (LocalMoneyCore core = open()) {
                if (commands.isEmpty()) {
                    LocalMoneyCoreTest.found(core);
                }
                untilThePowerGoes(core, life, commands, results);
            } catch (IOException | CoreUnavailableException powerLoss) {
                assertThat(powerLoss).isNotInstanceOf(CorruptFileException.class);
            }
            restorePower(random);
            verifyAcknowledged(commands, results, seed);
        }
        assertThat(results).as("seed %d", seed).hasSizeGreaterThan(100);
    }

    private static void untilThePowerGoes(
            LocalMoneyCore core, RandomCommands life, List<Command> commands, List<Result> results) {
        while (true) {
            Command command = core.read(life::next);
            try {
                Result result = core.submit(id(results.size()), command);
                commands.add(command);
                results.add(result);
            } catch (CoreUnavailableException powerLoss) {
                // Its outcome is unknown: under its id it is asked again, so that the next one has another.
                commands.add(command);
                results.add(new Result.Conflict(0));
                return;
            }
        }
    }

    private void restorePower(Random random) {
        journal = journal.afterPowerLoss(random);
        snapshots = snapshots.afterPowerLoss(random);
        ids = ids.afterPowerLoss(random);
    }

    private void verifyAcknowledged(List<Command> commands, List<Result> results, long seed) throws Exception {
        try (LocalMoneyCore core = open()) {
            assertThat(core.verify()).as("seed %d", seed).isEmpty();
            StateHash before = core.stateHash();
            assertThat(core.replay(before.position())).as("seed %d", seed).isEqualTo(before);
            for (int i = 0; i < results.size(); i++) {
                Result first = results.get(i);
                Result again = core.submit(id(i), commands.get(i));
                if (first instanceof Result.Conflict) {
                    results.set(i, again);
                } else if (!(first instanceof Result.Repeated)) {
                    assertThat(again)
                            .as("seed %d command %d", seed, i)
                            .isInstanceOf(Result.Repeated.class)
                            .extracting(Result::position)
                            .isEqualTo(first.position());
                }
            }
        }
    }

    private String newest(SimulatedStorage storage) {
        List<String> names = storage.list();
        return names.get(names.size() - 1);
    }

    private void twoSnapshots() throws Exception {
        try (LocalMoneyCore core = open()) {
            LocalMoneyCoreTest.found(core);
            fill(core, 0, 200);
            Eventually.holds(() -> snapshots.list().size() == 1, "the first snapshot");
            fill(core, 200, 400);
            Eventually.holds(() -> snapshots.list().size() == 2, "the second snapshot");
            fill(core, 400, 420);
        }
    }

    @Test
    void aDamagedSnapshotIsNamedAndTheOneBeforeIsUsed() throws Exception {
        twoSnapshots();
        Random random = new Random(31);
        for (int i = 0; i < 40; i++) {
            SimulatedStorage sound = snapshots;
            snapshots = sound.copy();
            String name = newest(snapshots);
            snapshots.flip(name, random.nextLong(snapshots.content(name).length * 8L));
            try (LocalMoneyCore core = open()) {
                assertThat(annas(core)).isEqualTo(420);
                assertThat(core.verify())
                        .anySatisfy(finding -> assertThat(finding).contains(name));
                assertThat(core.replay(0)).isEqualTo(core.stateHash());
            }
            snapshots = sound;
        }
    }

    @Test
    void withoutAnySoundSnapshotEverythingIsReplayed() throws Exception {
        twoSnapshots();
        for (String name : snapshots.list()) {
            snapshots.flip(name, 999);
        }
        try (LocalMoneyCore core = open()) {
            assertThat(annas(core)).isEqualTo(420);
            assertThat(core.verify()).hasSizeGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void aDamagedIdFileIsNamedAndMadeAnewFromTheJournal() throws Exception {
        twoSnapshots();
        String name = ids.list().get(0);
        byte[] sound = ids.content(name);
        ids.flip(name, 4_321);
        try (LocalMoneyCore core = open()) {
            assertThat(ids.content(name)).isEqualTo(sound);
            assertThat(core.verify()).isEmpty();
            assertThat(annas(core)).isEqualTo(420);
            for (int i = 0; i < 420; i++) {
                assertThat(core.submit(id(i), fund(1))).isInstanceOf(Result.Repeated.class);
            }
            assertThat(annas(core)).isEqualTo(420);
        }
    }

    @Test
    void aDamagedRecordStopsTheOpeningAndIsNamed() throws Exception {
        twoSnapshots();
        String name = journal.list().stream()
                .filter(file -> journal.content(file)[0] != 0)
                .reduce("", (before, file) -> file);
        journal.flip(name, 2_000);
        assertThatThrownBy(this::open).isInstanceOfSatisfying(CorruptFileException.class, damaged -> {
            assertThat(damaged.file()).contains(name);
            assertThat(damaged.offset()).isEqualTo(250);
        });
    }

    @Test
    void aDamagedRecordBeforeTheSnapshotIsFoundByVerifying() throws Exception {
        twoSnapshots();
        assertThat(journal.list().size()).as("several segments").isGreaterThan(1);
        String name = journal.list().get(0);
        journal.flip(name, 80_000);
        try (LocalMoneyCore core = open()) {
            assertThat(core.verify()).anySatisfy(finding -> assertThat(finding).contains(name));
            assertThatThrownBy(() -> core.replay(0))
                    .isInstanceOf(CoreUnavailableException.class)
                    .hasMessageContaining(name);
        }
    }

    @Test
    void everyFlippedBitIsFoundAndNamedWhileNothingRuns() throws Exception {
        twoSnapshots();
        assertThat(Verification.resting(SharedStorage.folders(journal, snapshots, ids), OPTIONS))
                .isEmpty();
        long seed = 77;
        Random random = new Random(seed);
        for (int i = 0; i < 90; i++) {
            SimulatedStorage copy = (i % 2 == 0 ? snapshots : ids).copy();
            List<String> files = copy.list();
            String name = files.get(random.nextInt(files.size()));
            long bit = random.nextLong(copy.content(name).length * 8L);
            copy.flip(name, bit);
            Folders folders = i % 2 == 0
                    ? SharedStorage.folders(journal, copy, ids)
                    : SharedStorage.folders(journal, snapshots, copy);

            assertThat(Verification.resting(folders, OPTIONS))
                    .as("seed %d: bit %d of %s", seed, bit, name)
                    .anySatisfy(finding -> assertThat(finding).contains(name + " at byte "));
        }
    }

    @Test
    void idFilesThatNoSnapshotNeedsAreSweptAndAllIdsAreStillKnown() throws Exception {
        try (LocalMoneyCore core = open()) {
            LocalMoneyCoreTest.found(core);
            fill(core, 0, 2_000);
            Eventually.holds(() -> snapshots.list().size() == 1, "the first snapshot");
            fill(core, 2_000, 3_000);
            Eventually.holds(() -> snapshots.list().size() == 2, "the second snapshot");
        }
        int files = ids.list().size();
        assertThat(files).isLessThan(60);
        try (LocalMoneyCore core = open()) {
            for (int i = 0; i < 3_000; i += 7) {
                assertThat(core.submit(id(i), fund(1))).isInstanceOf(Result.Repeated.class);
            }
            assertThat(annas(core)).isEqualTo(3_000);
        }
    }
}
