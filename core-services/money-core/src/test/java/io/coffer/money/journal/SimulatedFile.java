// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The content of a simulated file: what programs see, and what the disk holds. */
final class SimulatedFile {
    private static final int SECTOR = 512;

    private byte[] seen = new byte[0];
    private byte[] held = new byte[0];

    /** Writes that were not forced, in order. */
    private final List<Span> pending = new ArrayList<>();

    private record Span(int start, int end) {}

    SimulatedFile() {}

    SimulatedFile(byte[] content) {
        seen = content.clone();
        held = content.clone();
    }

    int size() {
        return seen.length;
    }

    byte[] content() {
        return seen.clone();
    }

    int read(long offset, byte[] into, int start, int length) {
        int count = (int) Math.max(0, Math.min(length, seen.length - offset));
        System.arraycopy(seen, (int) Math.min(offset, seen.length), into, start, count);
        return count;
    }

    void write(long offset, byte[] from, int start, int length) {
        int end = (int) offset + length;
        if (end > seen.length) {
            seen = Arrays.copyOf(seen, end);
        }
        System.arraycopy(from, start, seen, (int) offset, length);
        pending.add(new Span((int) offset, end));
    }

    void force() {
        if (held.length < seen.length) {
            held = Arrays.copyOf(held, seen.length);
        }
        for (Span span : pending) {
            System.arraycopy(seen, span.start, held, span.start, span.end - span.start);
        }
        pending.clear();
    }

    /** What Linux does when a force fails: the pages stay readable and are never written again. */
    void failForce() {
        pending.clear();
    }

    /** The file as the disk holds it after the power went while writes were pending. */
    SimulatedFile afterPowerLoss(Random random) {
        byte[] after = held.clone();
        if (random.nextInt(3) == 0) {
            after = writtenInOrder(after, random);
        } else {
            after = writtenBySector(after, random);
        }
        return new SimulatedFile(after);
    }

    /** Any of the sectors reached the disk. */
    private byte[] writtenBySector(byte[] disk, Random random) {
        byte[] after = disk;
        int keptOfEight = random.nextInt(9);
        for (Span span : pending) {
            for (int sector = span.start / SECTOR * SECTOR; sector < span.end; sector += SECTOR) {
                if (random.nextInt(8) < keptOfEight) {
                    after = copy(after, Math.max(sector, span.start), Math.min(sector + SECTOR, span.end));
                }
            }
        }
        return after;
    }

    /** The writes reached the disk in order, up to some byte; over bytes that are not zero, up to some sector. */
    private byte[] writtenInOrder(byte[] disk, Random random) {
        byte[] after = disk;
        int whole = pending.isEmpty() ? 0 : random.nextInt(pending.size() + 1);
        for (int i = 0; i < whole; i++) {
            after = copy(after, pending.get(i).start, pending.get(i).end);
        }
        if (whole < pending.size()) {
            Span cut = pending.get(whole);
            int end = cut.start + random.nextInt(cut.end - cut.start + 1);
            int sectorEnd = Math.min((end / SECTOR + 1) * SECTOR, after.length);
            boolean overZeros = true;
            for (int i = end; i < sectorEnd; i++) {
                overZeros &= after[i] == 0;
            }
            after = copy(after, cut.start, overZeros ? end : Math.max(cut.start, end / SECTOR * SECTOR));
        }
        return after;
    }

    private byte[] copy(byte[] disk, int start, int end) {
        byte[] after = disk.length < end ? Arrays.copyOf(disk, end) : disk;
        System.arraycopy(seen, start, after, start, end - start);
        return after;
    }
}
