// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of the file system. Only one process, and in it only one owner, writes to it: the file
 * {@value #LOCK} is locked for as long as the storage is open.
 */
public final class FolderStorage implements Storage {
    static final String LOCK = "lock";

    private final Path folder;
    private final @Nullable FileChannel lock;

    private FolderStorage(Path folder, @Nullable FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Opens the folder for writing, makes it if it is missing, and locks it. */
    public static FolderStorage open(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock held = channel.tryLock();
            if (held == null) {
                throw inUse(folder);
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw inUse(folder);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new FolderStorage(folder, channel);
    }

    /** Opens the folder for reading, without a lock: for tools that look at the files of a node. */
    public static FolderStorage readOnly(Path folder) {
        return new FolderStorage(folder, null);
    }

    private static IOException inUse(Path folder) {
        return new IOException(folder + " is in use by another process; only one node may run on it");
    }

    @Override
    public List<String> list() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.equals(LOCK))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public StorageFile create(String name) throws IOException {
        Path file = writable(name);
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        try {
            return new FolderFile(this, file, true);
        } catch (IOException e) {
            throw named(e, file, 1);
        }
    }

    @Override
    public StorageFile open(String name) throws IOException {
        return new FolderFile(this, existing(writable(name)), true);
    }

    @Override
    public StorageFile openForReading(String name) throws IOException {
        return new FolderFile(this, existing(folder.resolve(name)), false);
    }

    private Path writable(String name) throws IOException {
        if (lock == null) {
            throw new IOException(folder + " was opened for reading only");
        }
        return folder.resolve(name);
    }

    private static Path existing(Path file) throws NoSuchFileException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return file;
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(writable(from), writable(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(writable(name));
    }

    @Override
    public void forceFolder() throws IOException {
        try (AsynchronousFileChannel channel = AsynchronousFileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public long usableBytes() throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    @Override
    public long totalBytes() throws IOException {
        return Files.getFileStore(folder).getTotalSpace();
    }

    @Override
    public String describe(String name) {
        return folder.resolve(name).toString();
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        }
    }

    /** The exception to throw for one from the file system: it says which file, and whether the disk is full. */
    IOException named(IOException e, Path file, long bytesWanted) {
        String message = file + ": " + e.getMessage();
        if (isNoSpace(e, bytesWanted)) {
            return new NoSpaceException(message, e);
        }
        return new IOException(message, e);
    }

    // The message is the system's and may be translated, so the free space is looked at as well.
    private boolean isNoSpace(IOException e, long bytesWanted) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("No space left") || message.contains("quota exceeded")) {
            return true;
        }
        try {
            return usableBytes() < bytesWanted;
        } catch (IOException unknown) {
            e.addSuppressed(unknown);
            return false;
        }
    }

    /**
     * Two descriptors of one file, because of interrupts: a {@code FileChannel} closes itself when its thread
     * is interrupted. RandomAccessFile does not, but can only force data and metadata together, which takes
     * several times as long; an AsynchronousFileChannel forces data alone, on the calling thread.
     */
    private static final class FolderFile implements StorageFile {
        /** The JVM copies a longer write into memory that it allocates and frees each time. */
        private static final int WRITE_CHUNK = 64 << 10;

        private final FolderStorage storage;
        private final Path path;
        private final RandomAccessFile file;
        private final @Nullable AsynchronousFileChannel forcing;

        FolderFile(FolderStorage storage, Path path, boolean writing) throws IOException {
            this.storage = storage;
            this.path = path;
            this.file = new RandomAccessFile(path.toFile(), writing ? "rw" : "r");
            try {
                this.forcing = writing ? AsynchronousFileChannel.open(path, StandardOpenOption.WRITE) : null;
            } catch (IOException e) {
                file.close();
                throw e;
            }
        }

        @Override
        public long size() throws IOException {
            return file.length();
        }

        @Override
        public int read(long offset, byte[] into, int start, int length) throws IOException {
            file.seek(offset);
            int done = 0;
            while (done < length) {
                int n = file.read(into, start + done, length - done);
                if (n < 0) {
                    break;
                }
                done += n;
            }
            return done;
        }

        @Override
        public void write(long offset, byte[] from, int start, int length) throws IOException {
            try {
                file.seek(offset);
                for (int done = 0; done < length; done += WRITE_CHUNK) {
                    file.write(from, start + done, Math.min(WRITE_CHUNK, length - done));
                }
            } catch (IOException e) {
                throw storage.named(e, path, length);
            }
        }

        @Override
        public void force() throws IOException {
            if (forcing == null) {
                throw new IOException(path + " was opened for reading only");
            }
            try {
                forcing.force(false);
            } catch (IOException e) {
                throw storage.named(e, path, 1);
            }
        }

        @Override
        public void close() throws IOException {
            try (file) {
                if (forcing != null) {
                    forcing.close();
                }
            }
        }
    }
}
