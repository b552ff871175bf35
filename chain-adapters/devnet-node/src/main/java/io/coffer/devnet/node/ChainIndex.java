// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import io.coffer.devnet.format.BlockHeader;
import io.coffer.devnet.format.MalformedException;
import io.coffer.devnet.format.Octets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Where in the file each block and each transaction lies. Reads go to the file and are verified there. */
final class ChainIndex {
    private static final int FIRST_CAPACITY = 1 << 10;

    private final BlockSource source;
    private final LongIndex blocks = new LongIndex();
    private final LongIndex transactions = new LongIndex();
    private long[] offsets = new long[FIRST_CAPACITY];
    private int length;

    /** Reads bytes of the file. */
    interface BlockSource {
        ByteBuffer read(long offset, int length) throws IOException;
    }

    ChainIndex(BlockSource source) {
        this.source = source;
    }

    /** How many blocks the chain has, genesis included. */
    int length() {
        return length;
    }

    /** Makes {@code block}, whose entry begins at {@code offset}, the head. */
    void attach(Block block, long offset) {
        if (length == offsets.length) {
            offsets = Arrays.copyOf(offsets, length * 2);
        }
        offsets[length++] = offset;
        blocks.put(block.hash().prefix(), offset);
        List<Integer> places = Entry.transactionOffsets(block);
        for (int i = 0; i < places.size(); i++) {
            transactions.put(block.transactions().get(i).id().prefix(), offset + places.get(i));
        }
    }

    /** Takes the head off. It can still be found by its hash; its transactions are no longer found. */
    void detach(Block head) {
        long offset = offsets[--length];
        List<Integer> places = Entry.transactionOffsets(head);
        for (int i = 0; i < places.size(); i++) {
            transactions.remove(head.transactions().get(i).id().prefix(), offset + places.get(i));
        }
    }

    /** Where the block of the chain at a height lies. */
    OptionalLong blockAt(long height) {
        return height >= 0 && height < length ? OptionalLong.of(offsets[(int) height]) : OptionalLong.empty();
    }

    /** Where a block lies, on the chain or off it. */
    OptionalLong block(Octets hash) {
        return blocks.find(hash.prefix(), offset -> readHeader(offset).hash().equals(hash));
    }

    boolean isOnChain(long block) {
        return Arrays.binarySearch(offsets, 0, length, block) >= 0;
    }

    /** A transaction of the chain. */
    Optional<NodeTransaction> transaction(Octets id) {
        OptionalLong place = place(id);
        return place.isPresent() ? Optional.of(readTransaction(place.getAsLong())) : Optional.empty();
    }

    /** The height at which a transaction of the chain was mined. */
    OptionalLong heightOf(Octets id) {
        OptionalLong place = place(id);
        if (place.isEmpty()) {
            return OptionalLong.empty();
        }
        // A block is appended behind its parent, so the places of the chain's blocks grow with their heights.
        int found = Arrays.binarySearch(offsets, 0, length, place.getAsLong());
        return OptionalLong.of(found >= 0 ? found : -found - 2);
    }

    /** The header of the block at a place, without reading its transactions. Safe on any thread. */
    BlockHeader readHeader(long offset) {
        try {
            return Entry.header(source.read(offset + Entry.HEADER_LENGTH, Entry.BLOCK_LENGTH));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The block at a place. Safe on any thread. */
    Block readBlock(long offset) {
        try {
            int bytes = source.read(offset + 1, Integer.BYTES).getInt();
            return Entry.block(source.read(offset + Entry.HEADER_LENGTH, bytes));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (MalformedException broken) {
            throw new UncheckedIOException(new IOException("no block at byte " + offset, broken));
        }
    }

    private OptionalLong place(Octets id) {
        return transactions.find(
                id.prefix(), offset -> readTransaction(offset).id().equals(id));
    }

    private NodeTransaction readTransaction(long offset) {
        try {
            int bytes = source.read(offset + 1, Integer.BYTES).getInt();
            return Entry.transaction(source.read(offset, Entry.TRANSACTION_LENGTH + bytes));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (MalformedException broken) {
            throw new UncheckedIOException(new IOException("no transaction at byte " + offset, broken));
        }
    }
}
