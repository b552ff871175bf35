// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;

/** Reads and verifies blocks that a {@link BlockWriter} wrote. One thread. */
public final class BlockReader implements Closeable {
    private final String description;
    private final StorageFile file;
    private final int blockBytes;
    private final int kind;
    private final String nextStep;
    private final long size;

    /**
     * Opens a file of blocks.
     *
     * @param nextStep what the operator should do if a block is damaged
     * @throws CorruptFileException if the file is missing or does not end with a whole block
     */
    public BlockReader(Storage storage, String name, int blockBytes, int kind, String nextStep) throws IOException {
        this.description = storage.describe(name);
        this.blockBytes = blockBytes;
        this.kind = kind;
        this.nextStep = nextStep;
        this.file = open(storage, name);
        try {
            this.size = file.size();
            if (size == 0 || size % blockBytes != 0) {
                throw new CorruptFileException(description, size, "the file was cut short", nextStep);
            }
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private StorageFile open(Storage storage, String name) throws IOException {
        try {
            return storage.openForReading(name);
        } catch (NoSuchFileException e) {
            throw new CorruptFileException(description, 0, "the file is missing", nextStep);
        }
    }

    /** How many blocks the file has. */
    public long blocks() {
        return size / blockBytes;
    }

    /** The bytes of a block that carry content. */
    public int contentBytes() {
        return blockBytes - BlockWriter.CHECKSUM_BYTES;
    }

    /**
     * Reads block {@code number} into {@code block}, which is as long as a block.
     *
     * @throws CorruptFileException if it is not what was written
     */
    public void read(long number, byte[] block) throws IOException {
        long offset = number * blockBytes;
        int read = file.read(offset, block, 0, blockBytes);
        if (read < blockBytes) {
            throw new CorruptFileException(description, offset + read, "the file was cut short", nextStep);
        }
        int length = contentBytes();
        int found = Frame.intAt(block, length);
        int expected = BlockWriter.checksum(block, 0, length, kind, number);
        if (found != expected) {
            long flip = FlipLocator.locate(found, expected, length);
            throw flip >= 0
                    ? new CorruptFileException(description, offset + flip / 8, "a bit was flipped", nextStep)
                    : new CorruptFileException(description, offset, "this block is not what was written", nextStep);
        }
    }

    /** Reads the blocks from the first on and returns what covers their checksums, as the writer's did. */
    public Hash hash(long blocks) throws IOException {
        MessageDigest checksums = SegmentScan.sha256();
        byte[] block = new byte[blockBytes];
        for (long number = 0; number < blocks; number++) {
            read(number, block);
            checksums.update(block, contentBytes(), BlockWriter.CHECKSUM_BYTES);
        }
        return Hash.of(checksums.digest(), 0);
    }

    /** The exception for a file whose blocks are as written but do not make sense together. */
    public CorruptFileException corrupt(long block, String what) {
        return new CorruptFileException(description, block * blockBytes, what, nextStep);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
