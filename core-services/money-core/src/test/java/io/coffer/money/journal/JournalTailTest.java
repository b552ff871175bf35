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
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Cuts are healed and lose nothing that lay before them; flips are found and named. */
class JournalTailTest {
    /** Where each record of the last segment ends, by scanning it; the position of the last before them. */
    private record Layout(String file, long before, List<Integer> recordEnds, int end) {}

    private static Layout layout(SimulatedStorage storage, Journal.Segment segment) {
        byte[] bytes = storage.content(segment.fileName());
        int salt = (int) (JournalFixture.ID ^ (JournalFixture.ID >>> 32));
        List<Integer> ends = new ArrayList<>();
        int frame = SegmentHeader.BYTES;
        while (Frame.headerValid(bytes, frame, bytes.length, salt)) {
            int next = Frame.next(bytes, frame);
            if (Frame.magic(bytes, frame) == Frame.RECORD) {
                ends.add(next);
            }
            frame = next;
        }
        return new Layout(segment.fileName(), segment.firstPosition() - 1, ends, frame);
    }

    /** Zeros in place of zeros take nothing away: a record that lacks only such bytes is whole. */
    private static long wholeBefore(Layout layout, byte[] whole, int cut) {
        int reach = cut;
        while (reach < whole.length && whole[reach] == 0) {
            reach++;
        }
        int end = reach;
        return layout.before + layout.recordEnds.stream().filter(e -> e <= end).count();
    }

    private static SimulatedStorage written(int records, long seed, List<Journal.Segment> segments) throws IOException {
        SimulatedStorage storage = new SimulatedStorage();
        try (Journal journal = open(storage)) {
            fill(journal, records, new Random(seed));
            segments.addAll(journal.segments());
        }
        return storage;
    }

    @Test
    void everyCutKeepsAllRecordsWhollyBeforeIt() throws IOException {
        int cuts = 0;
        for (long seed = 1; seed <= 4; seed++) {
            List<Journal.Segment> segments = new ArrayList<>();
            SimulatedStorage storage = written(26 + (int) seed, seed, segments);
            Layout layout = layout(storage, segments.get(segments.size() - 1));
            byte[] whole = storage.content(layout.file);
            for (int cut = SegmentHeader.BYTES; cut <= layout.end; cut++) {
                demandHealed(storage, layout, Arrays.copyOf(whole, cut), cut);
                byte[] zeroed = whole.clone();
                Arrays.fill(zeroed, cut, zeroed.length, (byte) 0);
                demandHealed(storage, layout, zeroed, cut);
                cuts += 2;
            }
        }
        assertThat(cuts).isGreaterThan(1000);
    }

    private static void demandHealed(SimulatedStorage original, Layout layout, byte[] damaged, int cut)
            throws IOException {
        SimulatedStorage storage = original.copy();
        storage.content(layout.file, damaged);
        long expected = wholeBefore(layout, original.content(layout.file), cut);
        try (Journal journal = open(storage)) {
            assertThat(journal.lastPosition()).as("cut at %d", cut).isEqualTo(expected);
            append(journal, 2);
            assertThat(demandAll(journal)).isEqualTo(expected + 2);
        }
        try (Journal journal = open(storage)) {
            assertThat(journal.tornTail()).isEmpty();
            assertThat(demandAll(journal)).isEqualTo(expected + 2);
        }
    }

    @Test
    void everyFlipInAWrittenRecordIsNamedByItsByte() throws IOException {
        List<Journal.Segment> segments = new ArrayList<>();
        SimulatedStorage storage = written(16, 11, segments);
        int flips = 0;
        for (Journal.Segment segment : segments) {
            Layout layout = layout(storage, segment);
            byte[] whole = storage.content(layout.file);
            for (int bit = 0; bit < layout.end * 8; bit++) {
                byte[] flipped = whole.clone();
                flipped[bit / 8] ^= (byte) (1 << (bit % 8));
                storage.content(layout.file, flipped);
                demandNamed(storage, layout.file, bit / 8);
                flips++;
            }
            storage.content(layout.file, whole);
        }
        assertThat(flips).isGreaterThan(10_000);
    }

    private static void demandNamed(SimulatedStorage storage, String file, int offset) {
        int steps = storage.steps();
        CorruptFileException found = catchThrowableOfType(CorruptFileException.class, () -> open(storage));
        assertThat(found).as("flip in byte %d of %s", offset, file).isNotNull();
        assertThat(found.file()).isEqualTo(storage.describe(file));
        // A version that looks newer is refused by name as well.
        assertThat(found.offset()).as("flip in byte %d of %s", offset, file).isEqualTo(offset);
        assertThat(storage.steps()).as("nothing was changed").isEqualTo(steps);
    }

    @Test
    void aFlipIsFoundByAReaderToo() throws IOException {
        try (Journal journal = open(new SimulatedStorage())) {
            assertThat(journal.lastPosition()).isZero();
        }
        SimulatedStorage storage = new SimulatedStorage();
        try (Journal journal = open(storage)) {
            fill(journal, 40, new Random(3));
            Layout layout = layout(storage, journal.segments().get(1));
            storage.flip(layout.file, 8L * (layout.end - 200));
            try (JournalReader reader = journal.reader(1)) {
                assertThatThrownBy(() -> {
                            while (reader.next()) {
                                assertThat(reader.position()).isPositive();
                            }
                        })
                        .isInstanceOf(CorruptFileException.class);
            }
        }
    }

    @Test
    void removedReorderedAndExchangedGroupsAreFound() throws IOException {
        SimulatedStorage storage = new SimulatedStorage();
        List<Integer> ends = new ArrayList<>();
        try (Journal journal = open(storage)) {
            for (int i = 0; i < 4; i++) {
                append(journal, 1);
                ends.add(layout(storage, journal.segments().get(0)).end);
            }
        }
        String file = SegmentHeader.fileName(1);
        byte[] whole = storage.content(file);
        byte[] removed = whole.clone();
        System.arraycopy(whole, ends.get(1), removed, ends.get(0), whole.length - ends.get(1));
        demandRefused(storage, removed);
        byte[] repeated = whole.clone();
        System.arraycopy(whole, ends.get(0), repeated, ends.get(3), ends.get(1) - ends.get(0));
        demandRefused(storage, repeated);
    }

    private static void demandRefused(SimulatedStorage original, byte[] content) {
        SimulatedStorage storage = original.copy();
        storage.content(SegmentHeader.fileName(1), content);
        assertThatThrownBy(() -> open(storage))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("removed or moved");
    }

    @Test
    void lostSectorsOfTheLastGroupAreATornTailAndOfEarlierOnesAreNot() throws IOException {
        SimulatedStorage storage = new SimulatedStorage();
        JournalOptions options = new JournalOptions(1 << 16, 6000, 3000, 0, 100);
        int start;
        int end;
        try (Journal journal = Journal.open(environment(storage), options)) {
            append(journal, 1);
            start = layout(storage, journal.segments().get(0)).end;
            appendBytes(journal, 2500, 3);
            end = layout(storage, journal.segments().get(0)).end;
        }
        String file = SegmentHeader.fileName(1);
        byte[] whole = storage.content(file);
        for (int sector = (start / 512 + 1) * 512; sector + 512 <= end; sector += 512) {
            byte[] holed = whole.clone();
            Arrays.fill(holed, sector, sector + 512, (byte) 0);
            SimulatedStorage copy = storage.copy();
            copy.content(file, holed);
            try (Journal journal = Journal.open(environment(copy), options)) {
                assertThat(journal.tornTail()).isPresent();
                assertThat(journal.lastPosition()).isEqualTo(1 + (sector - start) / (2500 + Frame.HEADER_BYTES));
            }
        }
        try (Journal journal = Journal.open(environment(storage), options)) {
            appendBytes(journal, 100, 1);
        }
        byte[] later = storage.content(file);
        Arrays.fill(later, 1024, 1536, (byte) 0);
        storage.content(file, later);
        assertThatThrownBy(() -> Journal.open(environment(storage), options))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("forced later");
    }

    @Test
    void aFlipAmongManyZerosIsNotTakenForAMissingSector() throws IOException {
        SimulatedStorage storage = new SimulatedStorage();
        JournalOptions options = new JournalOptions(1 << 16, 6000, 3000, 0, 100);
        int end;
        try (Journal journal = Journal.open(environment(storage), options)) {
            append(journal, 1);
            RecordGroup group = journal.newGroup();
            group.add(1, new byte[3000]);
            group.add(1, new byte[10]);
            journal.append(group);
            end = layout(storage, journal.segments().get(0)).end;
        }
        String file = SegmentHeader.fileName(1);
        byte[] whole = storage.content(file);
        for (int bit = end * 8 - 1; bit > 8 * SegmentHeader.BYTES; bit -= 11) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            storage.content(file, flipped);
            CorruptFileException found =
                    catchThrowableOfType(CorruptFileException.class, () -> Journal.open(environment(storage), options));
            assertThat(found).as("flip in byte %d", bit / 8).isNotNull();
            assertThat(found.offset()).isEqualTo(bit / 8);
        }
    }

    private static void appendBytes(Journal journal, int length, int count) throws IOException {
        RecordGroup group = journal.newGroup();
        byte[] payload = new byte[length];
        Arrays.fill(payload, (byte) 0x5A);
        for (int i = 0; i < count; i++) {
            group.add(1, payload);
        }
        journal.append(group);
    }

    @Test
    void aPayloadThatLooksLikeFramesIsOnlyAPayload() throws IOException {
        SimulatedStorage storage = new SimulatedStorage();
        SimulatedStorage foreign = new SimulatedStorage();
        JournalOptions options = new JournalOptions(1 << 16, 6000, 3000, 0, 100);
        JournalEnvironment other = new JournalEnvironment(foreign, System::nanoTime, () -> 5, JournalEvents.NONE);
        try (Journal journal = Journal.open(other, options)) {
            append(journal, 1);
            append(journal, 2);
        }
        byte[] written = foreign.content(SegmentHeader.fileName(1));
        byte[] frames = Arrays.copyOf(written, TailJudge.lastNonZero(written, 0) + 1);
        int start;
        int end;
        try (Journal journal = Journal.open(environment(storage), options)) {
            append(journal, 1);
            start = layout(storage, journal.segments().get(0)).end;
            RecordGroup group = journal.newGroup();
            group.add(1, frames);
            journal.append(group);
            end = layout(storage, journal.segments().get(0)).end;
        }
        byte[] whole = storage.content(SegmentHeader.fileName(1));
        for (int cut = start; cut < end; cut++) {
            SimulatedStorage copy = storage.copy();
            copy.content(SegmentHeader.fileName(1), Arrays.copyOf(whole, cut));
            try (Journal journal = Journal.open(environment(copy), options)) {
                assertThat(journal.lastPosition()).isEqualTo(cut >= end - Frame.SEAL_BYTES ? 2 : 1);
            }
        }
    }

    @Test
    void aDamagedSegmentBeforeTheLastIsNotCut() throws IOException {
        List<Journal.Segment> segments = new ArrayList<>();
        SimulatedStorage storage = written(34, 12, segments);
        Layout layout = layout(storage, segments.get(0));
        byte[] whole = storage.content(layout.file);
        for (int cut = SegmentHeader.BYTES; cut < layout.end; cut++) {
            storage.content(layout.file, Arrays.copyOf(whole, cut));
            CorruptFileException found = catchThrowableOfType(CorruptFileException.class, () -> open(storage));
            assertThat(found).as("cut at %d", cut).isNotNull();
        }
        // Zeros at the end of a segment hold nothing.
        storage.content(layout.file, Arrays.copyOf(whole, layout.end));
        open(storage).close();
    }

    @Test
    void aStrayBitInAnEmptyPlaceIsNotTakenForARecord() throws IOException {
        List<Journal.Segment> segments = new ArrayList<>();
        SimulatedStorage original = written(20, 13, segments);
        Layout layout = layout(original, segments.get(segments.size() - 1));
        for (int at = layout.end; at < SMALL.segmentBytes(); at += 7) {
            SimulatedStorage storage = original.copy();
            storage.flip(layout.file, 8L * at + 3);
            try (Journal journal = open(storage)) {
                // In another sector: as a torn write would leave it, and cut.
                assertThat(journal.tornTail()).isPresent();
                assertThat(demandAll(journal))
                        .isEqualTo(segments.get(segments.size() - 1).lastPosition());
            } catch (CorruptFileException found) {
                assertThat(at / 512).isEqualTo(layout.end / 512);
            }
        }
    }
}
