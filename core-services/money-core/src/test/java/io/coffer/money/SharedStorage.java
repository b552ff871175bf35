// SPDX-License-Identifier: Apache-2.0
package io.coffer.money;

import io.coffer.money.journal.SimulatedStorage;
import io.coffer.money.journal.Storage;
import io.coffer.money.journal.StorageFile;
import java.io.IOException;
import java.util.List;

/** A disk in memory for several threads, as writer, followers and subscribers are. */
final class SharedStorage implements Storage {
    private final SimulatedStorage disk;

    SharedStorage(SimulatedStorage disk) {
        this.disk = disk;
    }

    static Folders folders() {
        return folders(new SimulatedStorage(), new SimulatedStorage(), new SimulatedStorage());
    }

    static Folders folders(SimulatedStorage journal, SimulatedStorage snapshots, SimulatedStorage ids) {
        return new Folders(new SharedStorage(journal), new SharedStorage(snapshots), new SharedStorage(ids));
    }

    @Override
    public List<String> list() {
        synchronized (disk) {
            return disk.list();
        }
    }

    @Override
    public StorageFile create(String name) throws IOException {
        synchronized (disk) {
            return new SharedFile(disk.create(name));
        }
    }

    @Override
    public StorageFile open(String name) throws IOException {
        synchronized (disk) {
            return new SharedFile(disk.open(name));
        }
    }

    @Override
    public StorageFile openForReading(String name) throws IOException {
        synchronized (disk) {
            return new SharedFile(disk.openForReading(name));
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        synchronized (disk) {
            disk.rename(from, to);
        }
    }

    @Override
    public void delete(String name) throws IOException {
        synchronized (disk) {
            disk.delete(name);
        }
    }

    @Override
    public void forceFolder() throws IOException {
        synchronized (disk) {
            disk.forceFolder();
        }
    }

    @Override
    public long usableBytes() throws IOException {
        synchronized (disk) {
            return disk.usableBytes();
        }
    }

    @Override
    public long totalBytes() throws IOException {
        synchronized (disk) {
            return disk.totalBytes();
        }
    }

    @Override
    public String describe(String name) {
        return disk.describe(name);
    }

    @Override
    public void close() throws IOException {
        synchronized (disk) {
            disk.close();
        }
    }

    /** A file of it. */
    private final class SharedFile implements StorageFile {
        private final StorageFile file;

        SharedFile(StorageFile file) {
            this.file = file;
        }

        @Override
        public long size() throws IOException {
            synchronized (disk) {
                return file.size();
            }
        }

        @Override
        public int read(long offset, byte[] into, int start, int length) throws IOException {
            synchronized (disk) {
                return file.read(offset, into, start, length);
            }
        }

        @Override
        public void write(long offset, byte[] from, int start, int length) throws IOException {
            synchronized (disk) {
                file.write(offset, from, start, length);
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (disk) {
                file.force();
            }
        }

        @Override
        public void close() throws IOException {
            synchronized (disk) {
                file.close();
            }
        }
    }
}
