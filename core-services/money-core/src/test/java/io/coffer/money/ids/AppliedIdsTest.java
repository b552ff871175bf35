// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.coffer.money.journal.CorruptFileException;
import io.coffer.money.journal.FolderStorage;
import io.coffer.money.journal.Hash;
import io.coffer.money.journal.PowerLoss;
import io.coffer.money.journal.SimulatedStorage;
import io.coffer.money.journal.Storage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppliedIdsTest {
    private static final AppliedIds.Options SMALL = new AppliedIds.Options(64, 4, 1 << 20);
    private static final AppliedIds.Options NO_FILTERS = new AppliedIds.Options(64, 4, 0);

    private final SimulatedStorage storage = new SimulatedStorage();

    /** The n-th id: some in order, some scattered, some that differ in one half only. */
    private static long high(long n) {
        return n % 3 == 0 ? 7 : n % 3 == 1 ? n : n * 0x9E3779B97F4A7C15L;
    }

    private static long low(long n) {
        return n % 3 == 1 ? -1 : n % 3 == 0 ? n : n * n;
    }

    private static void add(AppliedIds ids, long from, long to) throws IOException {
        for (long n = from; n < to; n++) {
            ids.add(high(n), low(n), n * 31, n);
        }
    }

    private static void demandFound(AppliedIds ids, long from, long to) throws IOException {
        for (long n = from; n < to; n++) {
            assertThat(ids.find(high(n), low(n))).as("id %d", n).contains(new AppliedId(n * 31, n));
        }
    }

    private static void demandAbsent(AppliedIds ids, long from, long to) throws IOException {
        for (long n = from; n < to; n++) {
            assertThat(ids.find(high(n), low(n))).as("id %d", n).isEmpty();
        }
    }

    private static byte[] saved(AppliedIds ids) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ids.writeTo(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static DataInputStream in(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    private static AppliedIds restored(Storage storage, byte[] bytes) throws IOException {
        return AppliedIds.restore(storage, SMALL, "again", in(bytes));
    }

    @Test
    void everyIdIsFoundHoweverOldAndNoOther() throws IOException {
        for (AppliedIds.Options options : List.of(SMALL, NO_FILTERS)) {
            SimulatedStorage disk = new SimulatedStorage();
            try (AppliedIds ids = AppliedIds.empty(disk, options, "live")) {
                for (long n = 1; n < 20_000; n += 1000) {
                    add(ids, n, n + 1000);
                    assertThat(ids.count()).isEqualTo(n + 999);
                }
                demandFound(ids, 1, 20_001);
                demandAbsent(ids, 20_001, 40_000);
                ids.verify();
            }
        }
    }

    @Test
    void filesAreMergedByLevelsSoThatThereAreFew() throws IOException {
        try (AppliedIds ids = AppliedIds.empty(storage, SMALL, "live")) {
            add(ids, 1, 16_384);
            Set<String> files = AppliedIds.filesIn(in(saved(ids)));
            assertThat(files.size()).isLessThanOrEqualTo(3 * 4 + 2);
            assertThat(files).anyMatch(name -> name.startsWith("ids-03-"));
            assertThat(storage.list()).containsAll(files);
        }
    }

    @Test
    void anIdAddedTwiceIsABrokenInvariant() throws IOException {
        try (AppliedIds ids = AppliedIds.empty(storage, SMALL, "live")) {
            add(ids, 1, 5);
            assertThatThrownBy(() -> add(ids, 3, 4)).isInstanceOf(IllegalStateException.class);
        }
        try (AppliedIds ids = AppliedIds.empty(storage, SMALL, "live")) {
            add(ids, 1, 500);
            ids.add(high(1), low(1), 0, 500);
            assertThatThrownBy(() -> add(ids, 501, 3000)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aRestoredInstanceAnswersAsTheOneThatWentOn() throws IOException {
        long seed = Long.getLong("seed", 77);
        Random random = new Random(seed);
        for (int round = 0; round < 30; round++) {
            SimulatedStorage disk = new SimulatedStorage();
            long cut = 1L + random.nextInt(4000);
            long end = cut + random.nextInt(4000);
            try (AppliedIds live = AppliedIds.empty(disk, SMALL, "live")) {
                add(live, 1, cut);
                byte[] snapshot = saved(live);
                add(live, cut, end);
                try (AppliedIds replay = restored(disk, snapshot)) {
                    assertThat(replay.count()).isEqualTo(cut - 1);
                    demandAbsent(replay, cut, end);
                    add(replay, cut, end);
                    assertThat(replay.digest()).as("seed %d", seed).isEqualTo(live.digest());
                    assertThat(replay.count()).isEqualTo(live.count());
                    demandFound(replay, 1, end);
                    demandFound(live, 1, end);
                    replay.verify();
                }
                live.verify();
            }
        }
    }

    @Test
    void twoReplaysMakeTheSameFiles() throws IOException {
        SimulatedStorage other = new SimulatedStorage();
        try (AppliedIds one = AppliedIds.empty(storage, SMALL, "one");
                AppliedIds two = AppliedIds.empty(other, SMALL, "two")) {
            add(one, 1, 6000);
            add(two, 1, 6000);
            Set<String> files = AppliedIds.filesIn(in(saved(one)));
            assertThat(AppliedIds.filesIn(in(saved(two)))).isEqualTo(files);
            for (String file : files) {
                assertThat(other.content(file)).isEqualTo(storage.content(file));
            }
            assertThat(saved(one)).isEqualTo(saved(two));
        }
    }

    @Test
    void theDigestTellsOrderAndContentApart() throws IOException {
        Set<Hash> digests = new HashSet<>();
        for (int variant = 0; variant < 4; variant++) {
            try (AppliedIds ids = AppliedIds.empty(new SimulatedStorage(), SMALL, "live")) {
                assertThat(ids.digest())
                        .isEqualTo(AppliedIds.empty(storage, SMALL, "x").digest());
                add(ids, 1, 200);
                ids.add(1, variant == 0 ? 1 : 2, variant == 1 ? 1 : 2, variant == 2 ? 200 : 201);
                digests.add(ids.digest());
                add(ids, 202, 900);
                digests.add(ids.digest());
            }
        }
        assertThat(digests).hasSize(8);
    }

    @Test
    void sweepingLeavesWhatASnapshotOrAnInstanceNeeds() throws IOException {
        try (AppliedIds live = AppliedIds.empty(storage, SMALL, "live")) {
            add(live, 1, 2000);
            byte[] early = saved(live);
            add(live, 2000, 9000);
            byte[] late = saved(live);
            storage.content("ids-00-000000000999-000000000999.ids.dead.tmp", new byte[10]);
            Set<String> wanted = new HashSet<>(AppliedIds.filesIn(in(early)));
            wanted.addAll(AppliedIds.filesIn(in(late)));
            AppliedIds.sweep(storage, List.of(live), wanted);
            assertThat(storage.list()).containsAll(wanted).noneMatch(name -> name.endsWith("dead.tmp"));
            add(live, 9000, 12_000);
            demandFound(live, 1, 12_000);
            try (AppliedIds replay = restored(storage, early)) {
                demandFound(replay, 1, 2000);
            }
            AppliedIds.sweep(storage, List.of(live), Set.of());
            add(live, 12_000, 15_000);
            demandFound(live, 1, 15_000);
            AppliedIds.sweep(storage, List.of(live), Set.of());
            assertThat(storage.list()).hasSizeLessThan(20);
            assertThatThrownBy(() -> restored(storage, early))
                    .isInstanceOf(CorruptFileException.class)
                    .hasMessageContaining("missing");
        }
    }

    @Test
    void everyFlipIsNamedByItsByte() throws IOException {
        Random random = new Random(9);
        byte[] snapshot;
        try (AppliedIds live = AppliedIds.empty(storage, SMALL, "live")) {
            add(live, 1, 5000);
            snapshot = saved(live);
        }
        List<String> files = new ArrayList<>(AppliedIds.filesIn(in(snapshot)));
        files.sort(null);
        for (int round = 0; round < 400; round++) {
            SimulatedStorage disk = storage.copy();
            String file = files.get(random.nextInt(files.size()));
            long bit = random.nextInt(disk.content(file).length * 8);
            disk.flip(file, bit);
            CorruptFileException found = catchThrowableOfType(CorruptFileException.class, () -> {
                try (AppliedIds ids = restored(disk, snapshot)) {
                    ids.verify();
                }
            });
            assertThat(found).as("bit %d of %s", bit, file).isNotNull();
            assertThat(found.file()).isEqualTo(disk.describe(file));
            assertThat(found.offset()).isEqualTo(bit / 8);
        }
    }

    @Test
    void aFlippedBlockIsNeverAnsweredFrom() throws IOException {
        byte[] snapshot;
        try (AppliedIds live = AppliedIds.empty(storage, NO_FILTERS, "live")) {
            add(live, 1, 5000);
            snapshot = saved(live);
            assertThat(live.damages()).isEmpty();
            for (String file : AppliedIds.filesIn(in(snapshot))) {
                byte[] bytes = storage.content(file);
                for (int block = 0; block < bytes.length / 4096; block++) {
                    storage.flip(file, 8L * 4096 * block + 8 * 5);
                }
            }
        }
        SimulatedStorage disk = storage;
        assertThatThrownBy(() -> restored(disk, snapshot).find(1, 1)).isInstanceOf(CorruptFileException.class);
    }

    @Test
    void aFileOfAnotherHistoryIsRefused() throws IOException {
        SimulatedStorage other = new SimulatedStorage();
        byte[] snapshot;
        String file;
        try (AppliedIds one = AppliedIds.empty(storage, SMALL, "live");
                AppliedIds two = AppliedIds.empty(other, SMALL, "live")) {
            add(one, 1, 300);
            snapshot = saved(one);
            two.add(1234, 5678, 1, 1);
            add(two, 2, 300);
            file = AppliedIds.filesIn(in(snapshot)).iterator().next();
        }
        storage.content(file, other.content(file));
        assertThatThrownBy(() -> restored(storage, snapshot))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("not the file that the snapshot names");
    }

    @Test
    void replayWritesAnotherHistorysLeftoversOver() throws IOException {
        SimulatedStorage disk = new SimulatedStorage();
        try (AppliedIds other = AppliedIds.empty(disk, SMALL, "live")) {
            other.add(1234, 5678, 1, 1);
            add(other, 2, 3000);
        }
        try (AppliedIds ids = AppliedIds.empty(disk, SMALL, "live")) {
            add(ids, 1, 3000);
            demandFound(ids, 1, 3000);
            assertThat(ids.find(1234, 5678)).isEmpty();
            ids.verify();
        }
    }

    @Test
    void powerLossInEveryStepLeavesTheLastSnapshotUsable() throws IOException {
        SimulatedStorage counting = new SimulatedStorage();
        run(counting);
        int steps = counting.steps();
        assertThat(steps).isGreaterThan(80);
        for (int step = 1; step <= steps; step++) {
            SimulatedStorage lossy = new SimulatedStorage();
            lossy.losePowerAt(step);
            Progress progress = run(lossy);
            SimulatedStorage after = lossy.afterPowerLoss(new Random(step));
            try (AppliedIds replay = progress.snapshot.length == 0
                    ? AppliedIds.empty(after, SMALL, "again")
                    : restored(after, progress.snapshot)) {
                add(replay, progress.position, 1500);
                demandFound(replay, 1, 1500);
                demandAbsent(replay, 1500, 1600);
                replay.verify();
                AppliedIds.sweep(after, List.of(replay), Set.of());
                assertThat(after.list()).noneMatch(name -> name.endsWith(".live.tmp"));
            }
        }
    }

    /** The last snapshot taken, and the first id that is not in it. */
    private static final class Progress {
        private byte[] snapshot = new byte[0];
        private long position = 1;
    }

    /** Adds ids and takes a snapshot now and then, until the power goes. */
    private static Progress run(SimulatedStorage disk) throws IOException {
        Progress progress = new Progress();
        try (AppliedIds ids = AppliedIds.empty(disk, SMALL, "live")) {
            for (long n = 1; n < 1500; n += 150) {
                add(ids, n, n + 150);
                progress.snapshot = saved(ids);
                progress.position = n + 150;
            }
        } catch (PowerLoss e) {
            assertThat(e).isNotNull();
        }
        return progress;
    }

    @Test
    void worksOnARealFolder(@TempDir Path folder) throws IOException {
        try (FolderStorage real = FolderStorage.open(folder)) {
            byte[] snapshot;
            try (AppliedIds ids = AppliedIds.empty(real, new AppliedIds.Options(1024, 8, 1 << 20), "live")) {
                add(ids, 1, 50_000);
                demandFound(ids, 1, 50_000);
                demandAbsent(ids, 50_000, 60_000);
                ids.verify();
                snapshot = saved(ids);
            }
            AppliedIds.sweep(real, List.of(), AppliedIds.filesIn(in(snapshot)));
            assertThat(real.list()).hasSameElementsAs(AppliedIds.filesIn(in(snapshot)));
        }
    }
}
