// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The format of a snapshot: blocks of {@value #BLOCK_BYTES} bytes, each with its checksum. Block 0 is the
 * header; the sections follow as one stream; the table of sections begins with a block of its own; the last
 * block is the trailer, which says where the table is and covers the checksums of all blocks before it.
 */
final class SnapshotFile {
    static final int BLOCK_BYTES = 64 << 10;
    private static final int KIND = 0x534E4150;
    private static final int VERSION = 1;
    private static final String NEXT_STEP =
            "The snapshot before this one and a longer replay are used instead; delete this file";

    private SnapshotFile() {}

    /** Writes and forces a whole snapshot. */
    static void write(StorageFile file, SnapshotMark mark, SnapshotStore.Body body) throws IOException {
        try (BlockWriter blocks = new BlockWriter(file, BLOCK_BYTES, KIND)) {
            byte[] header = header(mark);
            blocks.write(header, 0, header.length);
            SectionWriter sections = new SectionWriter(blocks);
            body.writeTo(sections);
            sections.stream.endBlock();
            long tableBlock = blocks.blocks();
            sections.writeTable();
            byte[] trailer = trailer(tableBlock, sections.names.size(), blocks.hash());
            blocks.write(trailer, 0, trailer.length);
            blocks.force();
        }
    }

    private static byte[] header(SnapshotMark mark) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(VERSION);
        out.writeLong(mark.position());
        out.writeLong(mark.term());
        out.write(mark.chainHash().bytes());
        out.write(mark.stateHash().bytes());
        return bytes.toByteArray();
    }

    private static byte[] trailer(long tableBlock, int sections, Hash hash) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(tableBlock);
        out.writeInt(sections);
        out.write(hash.bytes());
        return bytes.toByteArray();
    }

    /** Opens a snapshot and verifies every block of it. */
    static SnapshotStore.Snapshot open(Storage storage, String name, long position) throws IOException {
        BlockReader blocks = new BlockReader(storage, name, BLOCK_BYTES, KIND, NEXT_STEP);
        try {
            return new Opened(blocks, position);
        } catch (IOException e) {
            blocks.close();
            throw e;
        }
    }

    /** Where a section lies in the stream that begins with block 1. */
    private record Range(long start, long length) {}

    private static final class SectionWriter implements SnapshotStore.Sections {
        final BlockStream stream;
        final Set<String> names = new HashSet<>();
        private final ByteArrayOutputStream table = new ByteArrayOutputStream();
        private final DataOutputStream tableOut = new DataOutputStream(table);

        SectionWriter(BlockWriter blocks) {
            this.stream = new BlockStream(blocks);
        }

        @Override
        public void add(String name, SnapshotStore.SectionContent content) throws IOException {
            if (!names.add(name)) {
                throw new IllegalArgumentException("a snapshot has one section " + name + " only");
            }
            long start = stream.length;
            DataOutputStream out = new DataOutputStream(stream);
            content.writeTo(out);
            out.flush();
            tableOut.writeUTF(name);
            tableOut.writeLong(start);
            tableOut.writeLong(stream.length - start);
        }

        void writeTable() throws IOException {
            stream.write(table.toByteArray());
            stream.endBlock();
        }
    }

    private static final class BlockStream extends OutputStream {
        private final BlockWriter blocks;
        private final byte[] content;
        private int filled;
        private long length;

        BlockStream(BlockWriter blocks) {
            this.blocks = blocks;
            this.content = new byte[blocks.contentBytes()];
        }

        @Override
        public void write(int b) throws IOException {
            content[filled++] = (byte) b;
            length++;
            if (filled == content.length) {
                endBlock();
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            int done = 0;
            while (done < count) {
                int part = Math.min(count - done, content.length - filled);
                System.arraycopy(bytes, offset + done, content, filled, part);
                filled += part;
                done += part;
                length += part;
                if (filled == content.length) {
                    endBlock();
                }
            }
        }

        void endBlock() throws IOException {
            if (filled > 0) {
                blocks.write(content, 0, filled);
                filled = 0;
            }
        }
    }

    private static final class Opened implements SnapshotStore.Snapshot {
        private final BlockReader blocks;
        private final SnapshotMark mark;
        private final Map<String, Range> ranges;

        Opened(BlockReader blocks, long position) throws IOException {
            this.blocks = blocks;
            this.mark = readMark(position);
            this.ranges = readTable();
        }

        private SnapshotMark readMark(long position) throws IOException {
            byte[] block = new byte[BLOCK_BYTES];
            blocks.read(0, block);
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(block));
            int version = in.readInt();
            if (version != VERSION) {
                throw blocks.corrupt(0, "format version " + version + ", this release reads " + VERSION);
            }
            SnapshotMark read = new SnapshotMark(in.readLong(), in.readLong(), readHash(in), readHash(in));
            if (read.position() != position) {
                throw blocks.corrupt(0, "this is the snapshot at position " + read.position());
            }
            return read;
        }

        private static Hash readHash(DataInputStream in) throws IOException {
            return Hash.of(in.readNBytes(Hash.BYTES), 0);
        }

        private Map<String, Range> readTable() throws IOException {
            long last = blocks.blocks() - 1;
            byte[] block = new byte[BLOCK_BYTES];
            blocks.read(last, block);
            DataInputStream trailer = new DataInputStream(new ByteArrayInputStream(block));
            long tableBlock = trailer.readLong();
            int sections = trailer.readInt();
            Hash expected = readHash(trailer);
            if (!expected.equals(blocks.hash(last))) {
                throw blocks.corrupt(last, "the trailer belongs to other blocks: some were removed or exchanged");
            }
            long tableStart = (tableBlock - 1) * blocks.contentBytes();
            long tableEnd = (last - 1) * blocks.contentBytes();
            Map<String, Range> table = new LinkedHashMap<>();
            try (DataInputStream in = stream(new Range(tableStart, tableEnd - tableStart))) {
                for (int i = 0; i < sections; i++) {
                    table.put(in.readUTF(), new Range(in.readLong(), in.readLong()));
                }
            }
            return table;
        }

        private DataInputStream stream(Range range) {
            return new DataInputStream(new RangeStream(blocks, range));
        }

        @Override
        public SnapshotMark mark() {
            return mark;
        }

        @Override
        public List<String> sections() {
            return new ArrayList<>(ranges.keySet());
        }

        @Override
        public DataInputStream section(String name) throws IOException {
            Range range = ranges.get(name);
            if (range == null) {
                throw blocks.corrupt(blocks.blocks() - 1, "the snapshot has no section " + name);
            }
            return stream(range);
        }

        @Override
        public void close() throws IOException {
            blocks.close();
        }
    }

    private static final class RangeStream extends InputStream {
        private final BlockReader blocks;
        private final byte[] block = new byte[BLOCK_BYTES];
        private final long end;
        private long at;
        private long loaded = -1;

        RangeStream(BlockReader blocks, Range range) {
            this.blocks = blocks;
            this.at = range.start();
            this.end = range.start() + range.length();
        }

        @Override
        public int read() throws IOException {
            if (at >= end) {
                return -1;
            }
            int offset = offsetInBlock();
            at++;
            return block[offset] & 0xFF;
        }

        /** Where in its block the next byte is; that block is read if need be. */
        private int offsetInBlock() throws IOException {
            long number = 1 + at / blocks.contentBytes();
            if (number != loaded) {
                blocks.read(number, block);
                loaded = number;
            }
            return (int) (at % blocks.contentBytes());
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (at >= end) {
                return -1;
            }
            int from = offsetInBlock();
            int part = (int) Math.min(Math.min(length, blocks.contentBytes() - from), end - at);
            System.arraycopy(block, from, into, offset, part);
            at += part;
            return part;
        }
    }
}
