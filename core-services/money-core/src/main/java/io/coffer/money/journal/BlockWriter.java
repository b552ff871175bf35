// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.io.Closeable;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Writes a file of equal blocks, one after the other. The last four bytes of each block are a CRC32C of the
 * others, xored with the kind of the file and the number of the block, so that a block in a wrong place is
 * found as well.
 */
public final class BlockWriter implements Closeable {
    /** What a block gives up for its checksum. */
    public static final int CHECKSUM_BYTES = 4;

    private static final int BUFFER_BYTES = 256 << 10;

    /** Forced so often that no force has to write very much. */
    private static final int FORCE_BYTES = 4 << 20;

    private final StorageFile file;
    private final int blockBytes;
    private final int kind;
    private final byte[] buffer;
    private final MessageDigest checksums = SegmentScan.sha256();
    private int buffered;
    private long written;
    private long forced;
    private long blocks;

    /**
     * @param file empty; closed with this writer
     * @param kind what the file is; a reader must name the same
     */
    public BlockWriter(StorageFile file, int blockBytes, int kind) {
        this.file = file;
        this.blockBytes = blockBytes;
        this.kind = kind;
        this.buffer = new byte[Math.max(1, BUFFER_BYTES / blockBytes) * blockBytes];
    }

    /** The bytes of a block that carry content. */
    public int contentBytes() {
        return blockBytes - CHECKSUM_BYTES;
    }

    /** How many blocks were written. */
    public long blocks() {
        return blocks;
    }

    /** Writes one block: {@code length} bytes of content, then zeros. */
    public void write(byte[] content, int offset, int length) throws IOException {
        if (length > contentBytes()) {
            throw new IllegalArgumentException(length + " bytes do not fit a block");
        }
        int end = buffered + contentBytes();
        System.arraycopy(content, offset, buffer, buffered, length);
        Arrays.fill(buffer, buffered + length, end, (byte) 0);
        Frame.putInt(buffer, end, checksum(buffer, buffered, contentBytes(), kind, blocks));
        checksums.update(buffer, end, CHECKSUM_BYTES);
        blocks++;
        buffered += blockBytes;
        if (buffered == buffer.length) {
            flush();
        }
    }

    /** Covers the checksums of all blocks so far. */
    public Hash hash() {
        try {
            return Hash.of(((MessageDigest) checksums.clone()).digest(), 0);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's SHA-256 can be copied", e);
        }
    }

    private void flush() throws IOException {
        file.write(written, buffer, 0, buffered);
        written += buffered;
        buffered = 0;
        if (written - forced >= FORCE_BYTES) {
            file.force();
            forced = written;
        }
    }

    /** Returns when every block is durable. */
    public void force() throws IOException {
        flush();
        file.force();
        forced = written;
    }

    static int checksum(byte[] block, int offset, int length, int kind, long number) {
        CRC32C crc = new CRC32C();
        crc.update(block, offset, length);
        return (int) crc.getValue() ^ kind ^ (int) (number * 0x9E3779B1L);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
