// SPDX-License-Identifier: Apache-2.0
package io.coffer.money;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.core.Command;
import io.coffer.api.core.JournalEvent;
import io.coffer.api.core.Result;
import io.coffer.api.core.StateHash;
import io.coffer.api.core.Subscription;
import io.coffer.api.request.CommandId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long random lives of a whole core: each names its seed where it fails. */
class RandomLifeTest {
    private static final long MINUTE = 60_000;

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock(1_700_000_000_000L);

    /** Commands and what became of them. */
    private static final class Run {
        final List<Command> commands = new ArrayList<>();
        final List<Result> results = new ArrayList<>();
    }

    private static CommandId id(int number) {
        return CommandId.of("life", "" + number);
    }

    private Run live(LocalMoneyCore core, RandomCommands life, int commands, long seed) throws Exception {
        Random pace = new Random(seed);
        Run run = new Run();
        for (int i = 0; i < commands; i++) {
            if (pace.nextInt(10) == 0) {
                clock.pass(pace.nextInt(200) == 0 ? 600 * MINUTE : pace.nextInt(3_000));
            }
            Command command = core.read(life::next);
            run.commands.add(command);
            run.results.add(core.submit(id(i), command));
            if (i % 250 == 0) {
                String where = "seed " + seed + " command " + i;
                core.read(state -> {
                    Invariants.check(where, state, life);
                    return where;
                });
            }
        }
        return run;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyInvariantHoldsAndEveryReplayAgrees(long seed) throws Exception {
        RandomCommands life = new RandomCommands(seed);
        MoneyCoreOptions options = MoneyCoreOptions.DEFAULT.recentRecords(64);
        Folders folders = SharedStorage.folders();
        StateHash live;
        try (LocalMoneyCore core = LocalMoneyCore.open(folders, clock, options)) {
            LocalMoneyCoreTest.found(core);
            Run run = live(core, life, 6_000, seed);
            assertThat(everyWayWasTaken(run)).as("seed %d", seed).hasSizeGreaterThan(45);
            core.read(state -> {
                Invariants.check("seed " + seed + " at the end", state, life);
                return "";
            });
            live = core.stateHash();
            assertThat(core.replay(0)).as("seed %d", seed).isEqualTo(live);
            assertThat(core.verify()).as("seed %d", seed).isEmpty();
            repeatsChangeNothing(core, run, seed);
        }
        try (LocalMoneyCore core = LocalMoneyCore.open(folders, clock, options)) {
            assertThat(core.replay(live.position())).as("seed %d", seed).isEqualTo(live);
            assertThat(core.replay(0)).as("seed %d", seed).isEqualTo(core.stateHash());
        }
    }

    /** By refusal code, or the kind of command that was applied. */
    private static Map<String, Long> everyWayWasTaken(Run run) {
        List<String> ways = new ArrayList<>();
        for (int i = 0; i < run.commands.size(); i++) {
            Result result = run.results.get(i);
            ways.add(
                    result instanceof Result.Refused refused
                            ? refused.refusal().code()
                            : run.commands.get(i).getClass().getSimpleName());
        }
        return ways.stream().collect(Collectors.groupingBy(way -> way, TreeMap::new, Collectors.counting()));
    }

    private static void repeatsChangeNothing(LocalMoneyCore core, Run run, long seed) throws Exception {
        String before = core.read(state -> state.trialBalance().rows().toString());
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            int number = random.nextInt(run.commands.size());
            Result first = run.results.get(number);
            String code =
                    first instanceof Result.Refused refused ? refused.refusal().code() : "";
            assertThat(core.submit(id(number), run.commands.get(number)))
                    .as("seed %d command %d", seed, number)
                    .isEqualTo(new Result.Repeated(first.position(), code));
        }
        String after = core.read(state -> state.trialBalance().rows().toString());
        assertThat(after).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void aSnapshotAndTheRestAreTheSameAsEverything(long seed) throws Exception {
        RandomCommands life = new RandomCommands(seed);
        MoneyCoreOptions options =
                MoneyCoreOptions.DEFAULT.snapshotEveryRecords(700).recentRecords(64);
        StateHash live;
        try (LocalMoneyCore core = LocalMoneyCore.open(directory, clock, options)) {
            LocalMoneyCoreTest.found(core);
            live(core, life, 3_000, seed);
            Eventually.holds(() -> !snapshots().isEmpty(), "a snapshot is written");
            live = core.stateHash();
        }
        List<JournalEvent> fromSnapshot = new ArrayList<>();
        try (LocalMoneyCore core = LocalMoneyCore.open(directory, clock, options)) {
            assertThat(core.replay(live.position())).as("seed %d", seed).isEqualTo(live);
            assertThat(core.stateHash()).as("seed %d", seed).isEqualTo(core.replay(0));
            fromSnapshot.addAll(events(core, live.position() / 2));
        }
        deleteSnapshots();
        try (LocalMoneyCore core = LocalMoneyCore.open(directory, clock, options)) {
            assertThat(core.stateHash()).as("seed %d", seed).isEqualTo(core.replay(0));
            long last = fromSnapshot.get(fromSnapshot.size() - 1).position();
            assertThat(events(core, live.position() / 2).stream()
                            .filter(event -> event.position() <= last)
                            .toList())
                    .as("seed %d", seed)
                    .isEqualTo(fromSnapshot);
        }
    }

    private List<Path> snapshots() {
        try (var files = Files.list(directory.resolve("snapshots"))) {
            return files.filter(file -> file.toString().endsWith(".snap")).toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void deleteSnapshots() throws Exception {
        for (Path snapshot : snapshots()) {
            Files.delete(snapshot);
        }
    }

    private static List<JournalEvent> events(LocalMoneyCore core, long after) throws Exception {
        List<JournalEvent> events = Collections.synchronizedList(new ArrayList<>());
        long target = core.status().position();
        try (Subscription subscription = core.subscribe(after, (more, position) -> events.addAll(more))) {
            Eventually.holds(() -> subscription.position() >= target, "the subscription has caught up");
        }
        return events;
    }

    @Test
    void eventsAreTheSameLiveAndFromTheJournal() throws Exception {
        MoneyCoreOptions options = MoneyCoreOptions.DEFAULT.recentRecords(32);
        try (LocalMoneyCore core = LocalMoneyCore.open(directory, clock, options)) {
            List<JournalEvent> live = Collections.synchronizedList(new ArrayList<>());
            List<Long> positions = Collections.synchronizedList(new ArrayList<>());
            try (Subscription subscription = core.subscribe(core.status().position(), (more, position) -> {
                live.addAll(more);
                positions.add(position);
            })) {
                LocalMoneyCoreTest.found(core);
                live(core, new RandomCommands(5), 2_000, 5);
                long target = core.status().position();
                Eventually.holds(() -> subscription.position() >= target, "the subscription has caught up");
            }

            assertThat(positions).isSorted().doesNotHaveDuplicates();
            assertThat(live).isEqualTo(events(core, 0));
            assertThat(live).extracting(JournalEvent::position).isSorted();
        }
    }
}
