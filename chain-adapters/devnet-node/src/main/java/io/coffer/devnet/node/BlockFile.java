// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The file that holds the chain: records that are only ever appended.
 *
 * <pre>record := "CDVN" | length u32 | crc32c of those u32 | payload[length] | crc32c of the payload u32</pre>
 *
 * <p>A record that is cut short at the end of the file was never acknowledged: it is cut off when the file is opened. A
 * broken record with whole ones behind it is damage, and the file is refused. A second file, with {@code .lock} added to
 * the name, is locked by the process that has the first one open; the lock ends with the process.
 */
final class BlockFile implements Closeable {
    /** Called for each record when the file is opened. */
    interface Visitor {
        /** @param offset where the payload begins in the file */
        void record(long offset, ByteBuffer payload) throws IOException;
    }

    private static final int MAGIC = 0x4344564e;
    private static final int HEADER_LENGTH = 3 * Integer.BYTES;
    private static final int TRAILER_LENGTH = Integer.BYTES;
    private static final int SEARCH_BYTES = 1 << 16;

    private final FileChannel lock;
    private final FileChannel file;
    private long end;
    private long tornBytes;

    private BlockFile(FileChannel lock, FileChannel file) {
        this.lock = lock;
        this.file = file;
    }

    /** Opens or creates the file; {@link #replay} must follow before anything else. */
    static BlockFile open(Path path) throws IOException {
        FileChannel lock = lock(path.resolveSibling(path.getFileName() + ".lock"));
        try {
            return new BlockFile(
                    lock,
                    FileChannel.open(
                            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
        } catch (IOException failed) {
            lock.close();
            throw failed;
        }
    }

    /** Hands every record to {@code visitor}, the oldest first, and cuts off an unfinished one at the end. */
    void replay(Visitor visitor) throws IOException {
        long size = file.size();
        while (end < size) {
            ByteBuffer payload = payloadAt(end, size);
            if (payload == null) {
                cutTornTail(size);
                return;
            }
            int length = payload.remaining();
            visitor.record(end + HEADER_LENGTH, payload);
            end += HEADER_LENGTH + length + TRAILER_LENGTH;
        }
    }

    /** Where the payload of the next record will begin. */
    long nextPayload() {
        return end + HEADER_LENGTH;
    }

    /** How many bytes of an unfinished record were cut off when the file was opened. */
    long tornBytes() {
        return tornBytes;
    }

    /** Appends one record; with {@code force} it is on the disk when this returns, else in the system's memory. */
    void append(byte[] payload, boolean force) throws IOException {
        if (payload.length > Limits.RECORD_BYTES || end > Limits.FILE_BYTES) {
            throw new IOException("the block file is full");
        }
        ByteBuffer record = ByteBuffer.allocate(HEADER_LENGTH + payload.length + TRAILER_LENGTH)
                .putInt(MAGIC)
                .putInt(payload.length);
        record.putInt(crc(record.slice(0, 2 * Integer.BYTES)));
        record.put(payload).putInt(crc(ByteBuffer.wrap(payload))).flip();
        long position = end;
        while (record.hasRemaining()) {
            position += file.write(record, position);
        }
        end = position;
        if (force) {
            file.force(false);
        }
    }

    /** Reads bytes that were appended before. Safe on any thread. */
    ByteBuffer read(long offset, int length) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(length);
        while (content.hasRemaining()) {
            if (file.read(content, offset + content.position()) < 0) {
                throw new DamagedFileException("the block file ends before byte " + (offset + length));
            }
        }
        return content.flip();
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            file.close();
        }
    }

    /** The payload of the whole record at {@code offset}, or null if there is none. */
    private @Nullable ByteBuffer payloadAt(long offset, long size) throws IOException {
        if (size - offset < HEADER_LENGTH + TRAILER_LENGTH) {
            return null;
        }
        ByteBuffer header = read(offset, HEADER_LENGTH);
        int length = header.getInt(Integer.BYTES);
        if (header.getInt(0) != MAGIC
                || header.getInt(2 * Integer.BYTES) != crc(header.slice(0, 2 * Integer.BYTES))
                || length < 0
                || length > Limits.RECORD_BYTES
                || size - offset - HEADER_LENGTH - TRAILER_LENGTH < length) {
            return null;
        }
        ByteBuffer content = read(offset + HEADER_LENGTH, length + TRAILER_LENGTH);
        return content.getInt(length) == crc(content.slice(0, length)) ? content.limit(length) : null;
    }

    private void cutTornTail(long size) throws IOException {
        for (long offset = end + 1; offset < size; offset += SEARCH_BYTES) {
            ByteBuffer window = read(offset, (int) Math.min(SEARCH_BYTES + Integer.BYTES - 1, size - offset));
            for (int i = 0; i + Integer.BYTES <= window.limit(); i++) {
                if (window.getInt(i) == MAGIC && payloadAt(offset + i, size) != null) {
                    throw new DamagedFileException("the block file is damaged at byte " + end
                            + ": whole records follow at byte " + (offset + i));
                }
            }
        }
        tornBytes = size - end;
        file.truncate(end);
        file.force(true);
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock held = channel.tryLock();
            if (held == null) {
                throw new DamagedFileException("the block file is in use by process " + pid(channel));
            }
            byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
            channel.truncate(0).write(ByteBuffer.wrap(pid), 0);
            return channel;
        } catch (OverlappingFileLockException inThisProcess) {
            channel.close();
            throw new DamagedFileException("the block file is in use by this process");
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    private static String pid(FileChannel lock) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(20);
        lock.read(text, 0);
        return StandardCharsets.US_ASCII.decode(text.flip()).toString().strip();
    }

    private static int crc(ByteBuffer content) {
        CRC32C crc = new CRC32C();
        crc.update(content);
        return (int) crc.getValue();
    }
}
