// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.drill;

import io.coffer.api.core.CustomerCommand;
import io.coffer.api.core.Result;
import io.coffer.api.request.CommandId;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.wallet.CustomerId;
import io.coffer.campaign.Arguments;
import io.coffer.campaign.World;
import io.coffer.campaign.process.Await;
import io.coffer.campaign.process.Folders;
import io.coffer.money.LocalMoneyCore;
import io.coffer.money.MoneyCoreOptions;
import io.coffer.money.ids.AppliedIds;
import io.coffer.money.journal.JournalOptions;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Cuts the journal at every byte of its last two records, each time in two ways: the file ends there, or has zeros from
 * there on. Flips single bits in all that is written elsewhere. A cut may cost what it cuts and nothing before; a flip must be found and named by file and offset.
 */
public final class TailDrill {
    private static final int FLIPS = 200;
    private static final int LEAST_CUTS = 60;
    private static final int COMMANDS = 3_000;
    private static final int SEGMENT_BYTES = 128 * 1024;
    private static final int SNAPSHOT_EVERY = 700;
    private static final int RECENT_IDS = 256;
    private static final int FRAME_HEADER_BYTES = 36;
    private static final Pattern NAMED = Pattern.compile("([^/\\\\]+) at byte (\\d+):");
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);
    private static final MoneyCoreOptions OPTIONS = new MoneyCoreOptions(
            new JournalOptions(
                    SEGMENT_BYTES,
                    SEGMENT_BYTES / 4,
                    SEGMENT_BYTES / 8,
                    JournalOptions.DEFAULT.reserveBytes(),
                    JournalOptions.DEFAULT.spaceCheckMs()),
            new AppliedIds.Options(RECENT_IDS, 4, 1 << 20),
            SNAPSHOT_EVERY,
            2,
            1 << 10);

    private final Path folder;
    private final Path good;
    private final Random random;
    private int cuts;
    private int lost;
    private int silent;

    private TailDrill(Path folder, Random random) {
        this.folder = folder;
        this.good = folder.resolve("good");
        this.random = random;
    }

    /** Where the last two records lie in the last segment. */
    private record Tail(Path segment, long start, long firstEnd, long secondEnd, long end) {}

    /** @return whether nothing was lost and nothing was silent */
    public static boolean run(Arguments arguments) throws Exception {
        arguments.allowOnly("--seed", "--launcher", "--work");
        long seed = arguments.number("--seed", System.nanoTime() & 0xffffff);
        System.out.println("seed " + seed);
        Path folder = World.emptyFolder(arguments, "tail");
        try {
            return new TailDrill(folder, new Random(seed)).run();
        } finally {
            Folders.delete(folder);
        }
    }

    private boolean run() throws Exception {
        Tail tail = fill();
        cutEverywhere(tail);
        int flips = flip(tail);
        System.out.println("drill tail cuts=" + cuts + " flips=" + flips + " lost=" + lost + " silent=" + silent);
        return cuts >= LEAST_CUTS && flips == FLIPS && lost == 0 && silent == 0;
    }

    /** Fills a core with records, snapshots and id files, and ends it with two records each in a group of its own. */
    private Tail fill() throws Exception {
        Path journal = good.resolve("journal");
        try (LocalMoneyCore core = LocalMoneyCore.open(good, CLOCK, OPTIONS)) {
            for (int i = 0; i < COMMANDS; i++) {
                create(core, "customer-" + i);
                if (i == COMMANDS / 2) {
                    // One snapshot serves all that has come by then: the second needs records after the first.
                    awaitSnapshots(good.resolve("snapshots"), 1);
                }
            }
            awaitSnapshots(good.resolve("snapshots"), 2);
            Path segment = newest(journal);
            long start = writtenBytes(segment);
            create(core, "last-but-one");
            long between = writtenBytes(segment);
            create(core, "last");
            long end = writtenBytes(segment);
            if (between <= start || end <= between || !newest(journal).equals(segment)) {
                throw new IllegalStateException("the last two records do not lie in one segment; run again");
            }
            return new Tail(
                    segment.getFileName(),
                    start,
                    recordEnd(segment, start, between),
                    recordEnd(segment, between, end),
                    end);
        }
    }

    /** Where the frame that begins at {@code start} ends: its length stands in its fifth to eighth byte. */
    private static long frameEnd(Path segment, long start) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "r")) {
            file.seek(start + Integer.BYTES);
            return start + FRAME_HEADER_BYTES + file.readInt();
        }
    }

    /** The end of a record, after it was checked that exactly one other frame, the seal, lies between it and {@code end}. */
    private static long recordEnd(Path segment, long start, long end) throws IOException {
        long record = frameEnd(segment, start);
        if (record >= end || frameEnd(segment, record) != end) {
            throw new IllegalStateException("no record and seal lie between byte " + start + " and " + end);
        }
        return record;
    }

    private static void create(LocalMoneyCore core, String name) throws CoreUnavailableException {
        Result result = core.submit(CommandId.of(name), new CustomerCommand.CreateCustomer(new CustomerId(name)));
        if (!(result instanceof Result.Applied)) {
            throw new IllegalStateException(name + ": " + result);
        }
    }

    private void cutEverywhere(Tail tail) throws IOException {
        for (long cut = tail.start(); cut < tail.end(); cut++) {
            for (boolean shorten : new boolean[] {true, false}) {
                Path copy = copyOfGood();
                try (RandomAccessFile file = new RandomAccessFile(
                        copy.resolve("journal").resolve(tail.segment()).toFile(), "rw")) {
                    if (shorten) {
                        file.setLength(cut);
                    } else {
                        file.seek(cut);
                        file.write(new byte[(int) (tail.end() - cut)]);
                    }
                }
                cuts++;
                checkCut(copy, tail, cut);
            }
        }
    }

    private void checkCut(Path copy, Tail tail, long cut) {
        try (LocalMoneyCore core = LocalMoneyCore.open(copy, CLOCK, OPTIONS)) {
            for (int i = 0; i < COMMANDS; i++) {
                require(core, "customer-" + i, cut);
            }
            if (cut >= tail.firstEnd()) {
                require(core, "last-but-one", cut);
            }
            if (cut >= tail.secondEnd()) {
                require(core, "last", cut);
            }
        } catch (IOException refused) {
            lost++;
            System.out.println("LOST cut at byte " + cut + ": the core does not open: " + refused.getMessage());
        }
    }

    private void require(LocalMoneyCore core, String name, long cut) {
        if (core.read(state -> state.customer(new CustomerId(name))).isEmpty()) {
            lost++;
            System.out.println("LOST cut at byte " + cut + ": " + name);
        }
    }

    private int flip(Tail tail) throws IOException {
        int flips = 0;
        for (int i = 0; i < FLIPS; i++) {
            String kind = List.of("journal", "journal", "snapshots", "ids").get(i % 4);
            Path copy = copyOfGood();
            List<Path> files = filesOf(copy.resolve(kind));
            Path file = files.get(random.nextInt(files.size()));
            boolean last = kind.equals("journal") && file.getFileName().equals(tail.segment());
            long written = last ? tail.start() : writtenBytes(file);
            long offset = (long) (random.nextDouble() * written);
            flipBit(file, offset, random.nextInt(Byte.SIZE));
            flips++;
            if (!isNamed(
                    LocalMoneyCore.verify(copy, OPTIONS), file.getFileName().toString(), offset)) {
                silent++;
            }
        }
        return flips;
    }

    private static boolean isNamed(List<String> findings, String file, long offset) {
        for (String finding : findings) {
            Matcher named = NAMED.matcher(finding);
            if (named.find() && named.group(1).equals(file) && Long.parseLong(named.group(2)) == offset) {
                return true;
            }
        }
        System.out.println("SILENT flip in " + file + " at byte " + offset + ": " + findings);
        return false;
    }

    private static void flipBit(Path file, long offset, int bit) throws IOException {
        try (RandomAccessFile flipped = new RandomAccessFile(file.toFile(), "rw")) {
            flipped.seek(offset);
            int value = flipped.read();
            flipped.seek(offset);
            flipped.write(value ^ (1 << bit));
        }
    }

    private Path copyOfGood() throws IOException {
        Path copy = folder.resolve("copy");
        Folders.delete(copy);
        Folders.copy(good, copy);
        return copy;
    }

    private static void awaitSnapshots(Path snapshots, int count) throws InterruptedException {
        Await.until(count + " snapshots", 30_000, () -> filesOf(snapshots).size() >= count);
    }

    private static Path newest(Path journal) throws IOException {
        List<Path> segments = filesOf(journal);
        for (int i = segments.size() - 1; i > 0; i--) {
            // The segment after the present one is preallocated before it is needed.
            if (writtenBytes(segments.get(i)) > 0) {
                return segments.get(i);
            }
        }
        return segments.get(0);
    }

    /** Files with content, in order of their names. */
    private static List<Path> filesOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> sorted = files.filter(Files::isRegularFile).sorted().toList();
            return sorted.stream()
                    .filter(file -> !file.getFileName().toString().endsWith("lock"))
                    .filter(TailDrill::isWritten)
                    .toList();
        }
    }

    private static boolean isWritten(Path file) {
        try {
            return writtenBytes(file) > 0;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Up to and including the last byte that is not zero. */
    private static long writtenBytes(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }
}
