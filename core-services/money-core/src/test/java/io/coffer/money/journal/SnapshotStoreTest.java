// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.coffer.money.journal.SnapshotStore.Snapshot;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SnapshotStoreTest {
    private final SimulatedStorage storage = new SimulatedStorage();

    private static SnapshotMark mark(long position) {
        return new SnapshotMark(position, 3, new Hash(1, 2, 3, position), new Hash(position, 5, 6, 7));
    }

    private static byte[] content(long position, int length) {
        byte[] bytes = new byte[length];
        new Random(position).nextBytes(bytes);
        return bytes;
    }

    private static void write(SnapshotStore store, long position, int length) throws IOException {
        store.write(mark(position), sections -> {
            sections.add("ledger", out -> out.write(content(position, length)));
            sections.add("empty", out -> assertThat(out.size()).isZero());
            sections.add("wallet", out -> {
                out.writeUTF("w");
                out.writeLong(position);
            });
        });
    }

    private static void demandContent(Snapshot snapshot, long position, int length) throws IOException {
        assertThat(snapshot.mark()).isEqualTo(mark(position));
        assertThat(snapshot.sections()).containsExactly("ledger", "empty", "wallet");
        assertThat(snapshot.section("ledger").readAllBytes()).isEqualTo(content(position, length));
        assertThat(snapshot.section("empty").read()).isEqualTo(-1);
        try (DataInputStream wallet = snapshot.section("wallet")) {
            assertThat(wallet.readUTF()).isEqualTo("w");
            assertThat(wallet.readLong()).isEqualTo(position);
            assertThat(wallet.read()).isEqualTo(-1);
        }
    }

    @Test
    void whatWasWrittenIsReadWhateverItsLength() throws IOException {
        SnapshotStore store = new SnapshotStore(storage, 2);
        int block = SnapshotFile.BLOCK_BYTES - BlockWriter.CHECKSUM_BYTES;
        long position = 1;
        for (int length : new int[] {0, 1, block - 1, block, block + 1, 3 * block, 300_000}) {
            write(store, position, length);
            try (Snapshot snapshot = store.latest(e -> {}).orElseThrow()) {
                demandContent(snapshot, position, length);
            }
            position++;
        }
    }

    @Test
    void theLastTwoAreKept() throws IOException {
        SnapshotStore store = new SnapshotStore(storage, 2);
        assertThat(store.latest(e -> {})).isEmpty();
        for (long position : new long[] {10, 20, 1000, 2000}) {
            write(store, position, 10);
        }
        assertThat(store.positions()).containsExactly(1000L, 2000L);
        assertThatThrownBy(() -> new SnapshotStore(storage, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyFlipIsNamedAndTheOneBeforeIsUsed() throws IOException {
        SnapshotStore store = new SnapshotStore(storage, 2);
        write(store, 1, 100);
        write(store, 2, 70_000);
        String file = storage.list().get(1);
        byte[] whole = storage.content(file);
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            long bit = random.nextInt(whole.length * 8);
            storage.flip(file, bit);
            List<CorruptFileException> bad = new ArrayList<>();
            try (Snapshot snapshot = store.latest(bad::add).orElseThrow()) {
                demandContent(snapshot, 1, 100);
            }
            assertThat(bad).hasSize(1);
            assertThat(bad.get(0).offset()).isEqualTo(bit / 8);
            assertThat(bad.get(0).file()).isEqualTo(storage.describe(file));
            storage.content(file, whole);
        }
    }

    @Test
    void cutRenamedAndRearrangedFilesAreRefused() throws IOException {
        SnapshotStore store = new SnapshotStore(storage, 2);
        write(store, 1, 200_000);
        write(store, 2, 200_000);
        String first = storage.list().get(0);
        String second = storage.list().get(1);
        byte[] whole = storage.content(second);
        for (int length = 0; length < whole.length; length += 4099) {
            storage.content(second, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> store.open(2)).isInstanceOf(CorruptFileException.class);
        }
        byte[] mixed = whole.clone();
        System.arraycopy(storage.content(first), SnapshotFile.BLOCK_BYTES, mixed, SnapshotFile.BLOCK_BYTES, 65536);
        storage.content(second, mixed);
        assertThatThrownBy(() -> store.open(2))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("exchanged");
        storage.content(second, storage.content(first));
        assertThatThrownBy(() -> store.open(2))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("snapshot at position 1");
    }

    @Test
    void adamagedOneIsNotCountedAmongThoseKept() throws IOException {
        SnapshotStore store = new SnapshotStore(storage, 2);
        write(store, 1, 100);
        write(store, 2, 100);
        storage.flip(storage.list().get(1), 4000);
        write(store, 3, 100);
        assertThat(store.positions()).containsExactly(1L, 2L, 3L);
        storage.flip(storage.list().get(2), 4000);
        try (Snapshot snapshot = store.latest(e -> {}).orElseThrow()) {
            assertThat(snapshot.mark().position()).isEqualTo(1);
        }
    }

    @Test
    void aBodyThatFailsLeavesTheSnapshotsThereWere() throws IOException {
        SnapshotStore store = new SnapshotStore(storage, 2);
        write(store, 1, 100);
        assertThatThrownBy(() -> store.write(mark(2), sections -> {
                    throw new IOException("broken");
                }))
                .hasMessage("broken");
        assertThatThrownBy(() -> store.write(mark(2), sections -> {
                    sections.add("a", out -> out.write(1));
                    sections.add("a", out -> out.write(1));
                }))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new SnapshotStore(storage, 2).positions()).containsExactly(1L);
        assertThat(storage.list()).hasSize(1);
        write(store, 2, 100);
        assertThat(store.positions()).containsExactly(1L, 2L);
    }

    @Test
    void aMissingSectionIsNamed() throws IOException {
        SnapshotStore store = new SnapshotStore(storage, 2);
        write(store, 1, 100);
        try (Snapshot snapshot = store.open(1)) {
            CorruptFileException missing =
                    catchThrowableOfType(CorruptFileException.class, () -> snapshot.section("orders"));
            assertThat(missing).hasMessageContaining("orders");
        }
    }

    @Test
    void powerLossInEveryStepLeavesAWholeSnapshot() throws IOException {
        SimulatedStorage counting = new SimulatedStorage();
        writeFive(counting);
        int steps = counting.steps();
        for (int step = 1; step <= steps; step++) {
            for (int outcome = 0; outcome < 10; outcome++) {
                SimulatedStorage lossy = new SimulatedStorage();
                lossy.losePowerAt(step);
                long written = writeFive(lossy);
                SimulatedStorage after = lossy.afterPowerLoss(new Random(outcome));
                List<CorruptFileException> bad = new ArrayList<>();
                Optional<Snapshot> latest = new SnapshotStore(after, 2).latest(bad::add);
                assertThat(bad).as("step %d", step).isEmpty();
                long position =
                        latest.map(snapshot -> snapshot.mark().position()).orElse(0L);
                assertThat(position).isGreaterThanOrEqualTo(written);
                if (latest.isPresent()) {
                    demandContent(latest.get(), position, 1000);
                }
            }
        }
    }

    private static long writeFive(SimulatedStorage storage) throws IOException {
        long written = 0;
        try {
            SnapshotStore store = new SnapshotStore(storage, 2);
            for (long position = 1; position <= 5; position++) {
                write(store, position, 1000);
                written = position;
            }
        } catch (PowerLoss e) {
            assertThat(e).isNotNull();
        }
        return written;
    }
}
