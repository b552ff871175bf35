// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A disk in memory that loses power, fails and fills up as it is told. What was not forced is lost when the
 * power goes, or not, sector by sector; creating, renaming and deleting survive in order, up to some point.
 */
public final class SimulatedStorage implements Storage {
    private static final int NEVER = Integer.MAX_VALUE;

    private final Map<String, SimulatedFile> seen = new TreeMap<>();
    private final Map<String, SimulatedFile> held = new TreeMap<>();
    private final List<FolderChange> pending = new ArrayList<>();
    private int steps;
    private int powerLossAt = NEVER;
    private int failureAt = NEVER;
    private boolean lost;
    private long capacity = Long.MAX_VALUE;

    private interface FolderChange {
        void applyTo(Map<String, SimulatedFile> folder);
    }

    /** How many writes, forces and changes of the folder there were. */
    public int steps() {
        return steps;
    }

    /** The power goes in step {@code step}, counted from 1. */
    public void losePowerAt(int step) {
        powerLossAt = step;
    }

    /** Step {@code step} fails with an I/O error. */
    public void failAt(int step) {
        failureAt = step;
    }

    /** No more than this many bytes in all files. */
    public void capacity(long bytes) {
        capacity = bytes;
    }

    /** What is on the disk when the power is back. */
    public SimulatedStorage afterPowerLoss(Random random) {
        Map<String, SimulatedFile> folder = new TreeMap<>(held);
        int survived = random.nextInt(pending.size() + 1);
        for (FolderChange change : pending.subList(0, survived)) {
            change.applyTo(folder);
        }
        SimulatedStorage after = new SimulatedStorage();
        folder.forEach((name, file) -> after.put(name, file.afterPowerLoss(random)));
        return after;
    }

    /** A copy in which all is forced. */
    public SimulatedStorage copy() {
        SimulatedStorage copy = new SimulatedStorage();
        seen.forEach((name, file) -> copy.put(name, new SimulatedFile(file.content())));
        return copy;
    }

    private void put(String name, SimulatedFile file) {
        seen.put(name, file);
        held.put(name, file);
    }

    /** The bytes of a file. */
    public byte[] content(String name) {
        SimulatedFile file = seen.get(name);
        if (file == null) {
            throw new IllegalArgumentException("no file " + name);
        }
        return file.content();
    }

    /** Replaces a file. */
    public void content(String name, byte[] bytes) {
        put(name, new SimulatedFile(bytes));
    }

    /** Flips one bit of a file. */
    public void flip(String name, long bit) {
        byte[] bytes = content(name);
        bytes[(int) (bit / 8)] ^= (byte) (1 << (bit % 8));
        content(name, bytes);
    }

    private void step() throws IOException {
        if (lost) {
            throw new PowerLoss();
        }
        steps++;
        if (steps == failureAt) {
            throw new IOException("injected failure in step " + steps);
        }
    }

    /** The power goes at the end of a step, when what it did is pending. */
    private void endStep() {
        if (steps >= powerLossAt) {
            lost = true;
            throw new PowerLoss();
        }
    }

    @Override
    public List<String> list() {
        return List.copyOf(seen.keySet());
    }

    @Override
    public StorageFile create(String name) throws IOException {
        step();
        if (seen.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        SimulatedFile file = new SimulatedFile();
        change(folder -> folder.put(name, file));
        endStep();
        return new Handle(name, file);
    }

    private void change(FolderChange change) {
        change.applyTo(seen);
        pending.add(change);
    }

    @Override
    public StorageFile open(String name) throws IOException {
        SimulatedFile file = seen.get(name);
        if (file == null) {
            throw new NoSuchFileException(name);
        }
        return new Handle(name, file);
    }

    @Override
    public StorageFile openForReading(String name) throws IOException {
        return open(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        step();
        if (!seen.containsKey(from)) {
            throw new NoSuchFileException(from);
        }
        change(folder -> {
            SimulatedFile file = folder.remove(from);
            if (file != null) {
                folder.put(to, file);
            }
        });
        endStep();
    }

    @Override
    public void delete(String name) throws IOException {
        step();
        change(folder -> folder.remove(name));
        endStep();
    }

    @Override
    public void forceFolder() throws IOException {
        step();
        if (steps < powerLossAt) {
            held.clear();
            held.putAll(seen);
            pending.clear();
        }
        endStep();
    }

    @Override
    public long usableBytes() {
        long used = seen.values().stream().mapToLong(SimulatedFile::size).sum();
        return Math.max(0, capacity - used);
    }

    @Override
    public long totalBytes() {
        return capacity;
    }

    @Override
    public String describe(String name) {
        return "sim/" + name;
    }

    @Override
    public void close() {}

    private final class Handle implements StorageFile {
        private final String name;
        private final SimulatedFile file;

        Handle(String name, SimulatedFile file) {
            this.name = name;
            this.file = file;
        }

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public int read(long offset, byte[] into, int start, int length) {
            return file.read(offset, into, start, length);
        }

        @Override
        public void write(long offset, byte[] from, int start, int length) throws IOException {
            try {
                step();
            } catch (IOException e) {
                // A part of it may have been written all the same.
                file.write(offset, from, start, length / 2);
                throw e;
            }
            long growth = Math.max(0, offset + length - file.size());
            if (growth > usableBytes()) {
                file.write(offset, from, start, (int) Math.max(0, length - (growth - usableBytes())));
                throw new NoSpaceException(name + ": no space left in the simulation");
            }
            file.write(offset, from, start, length);
            endStep();
        }

        @Override
        public void force() throws IOException {
            try {
                step();
            } catch (IOException e) {
                file.failForce();
                throw e;
            }
            if (steps < powerLossAt) {
                file.force();
            }
            endStep();
        }

        @Override
        public void close() {}
    }
}
