// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import io.coffer.devnet.format.BlockHeader;
import io.coffer.devnet.format.ChainName;
import io.coffer.devnet.format.Hashes;
import io.coffer.devnet.format.MalformedException;
import io.coffer.devnet.format.Octets;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One step of the chain as the block file keeps it: a type, the length of what follows, and that.
 *
 * <pre>
 * 1 identity   version u8 | mode u8 | name length u8 | name | seed u64
 * 2 block      height u64 | previous[32] | timeMs u64 | salt u64 | merkle[32] | count u32 | TX*
 * 3 cut        height u64, which becomes the head
 * 4 pooled     TX
 * 5 unpooled   id[32]
 * 6 failing    id[32]
 * 7 repeated   id[32]
 * TX := fails u8 | length u32 | signed form
 * </pre>
 */
sealed interface Entry {
    /** Bytes before the body: type u8 and length u32. */
    int HEADER_LENGTH = 5;

    /** Bytes of a block's body before its first transaction. */
    int BLOCK_LENGTH = 3 * Long.BYTES + 2 * Hashes.SHA256_LENGTH + Integer.BYTES;

    /** Bytes of a transaction before its signed form. */
    int TRANSACTION_LENGTH = 1 + Integer.BYTES;

    /** What the file belongs to; its first entry. */
    record Identity(ChainName name, Mode mode, long seed) implements Entry {}

    /** The block follows the head. */
    record Attached(Block block) implements Entry {}

    /** The blocks above {@code height} are taken off. */
    record Cut(long height) implements Entry {}

    record Pooled(NodeTransaction transaction) implements Entry {}

    record Unpooled(Octets id) implements Entry {}

    record Failing(Octets id) implements Entry {}

    /** The listing of its block shows it twice. */
    record Repeated(Octets id) implements Entry {}

    /** Type, length and body. */
    default byte[] encoded() {
        if (this instanceof Identity identity) {
            byte[] name = identity.name().text().getBytes(StandardCharsets.US_ASCII);
            return entry(
                    1,
                    3 + name.length + Long.BYTES,
                    body -> body.put((byte) 1)
                            .put((byte) identity.mode().code())
                            .put((byte) name.length)
                            .put(name)
                            .putLong(identity.seed()));
        }
        if (this instanceof Attached attached) {
            return encoded(attached.block());
        }
        if (this instanceof Cut cut) {
            return entry(3, Long.BYTES, body -> body.putLong(cut.height()));
        }
        if (this instanceof Pooled pooled) {
            return entry(4, length(pooled.transaction()), body -> put(body, pooled.transaction()));
        }
        if (this instanceof Unpooled unpooled) {
            return encoded(5, unpooled.id());
        }
        if (this instanceof Failing failing) {
            return encoded(6, failing.id());
        }
        return encoded(7, ((Repeated) this).id());
    }

    /** Reads one entry and leaves the buffer behind it. */
    static Entry decode(ByteBuffer buffer) throws MalformedException {
        try {
            int type = buffer.get();
            ByteBuffer body = buffer.slice(buffer.position() + Integer.BYTES, buffer.getInt());
            buffer.position(buffer.position() + body.limit());
            Entry entry = switch (type) {
                case 1 -> identity(body);
                case 2 -> new Attached(block(body));
                case 3 -> new Cut(body.getLong());
                case 4 -> new Pooled(transaction(body));
                case 5 -> new Unpooled(hash(body));
                case 6 -> new Failing(hash(body));
                case 7 -> new Repeated(hash(body));
                default -> throw new MalformedException("unknown entry " + type);
            };
            if (body.hasRemaining()) {
                throw new MalformedException("an entry is too long");
            }
            return entry;
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException broken) {
            throw new MalformedException("an entry is broken", broken);
        }
    }

    /** Reads the body of a block. */
    static Block block(ByteBuffer body) throws MalformedException {
        BlockHeader header = header(body);
        int count = body.getInt();
        List<NodeTransaction> transactions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            transactions.add(transaction(body));
        }
        return new Block(header, header.hash(), List.copyOf(transactions));
    }

    /** Reads the header that the body of a block begins with. */
    static BlockHeader header(ByteBuffer body) {
        return new BlockHeader(body.getLong(), hash(body), body.getLong(), body.getLong(), hash(body));
    }

    /** Reads a transaction and leaves the buffer behind it. */
    static NodeTransaction transaction(ByteBuffer body) throws MalformedException {
        boolean fails = body.get() != 0;
        return NodeTransaction.decode(octets(body, body.getInt()), fails);
    }

    /** How far behind the entry's begin each transaction of a block lies. */
    static List<Integer> transactionOffsets(Block block) {
        List<Integer> offsets = new ArrayList<>(block.transactions().size());
        int offset = HEADER_LENGTH + BLOCK_LENGTH;
        for (NodeTransaction transaction : block.transactions()) {
            offsets.add(offset);
            offset += length(transaction);
        }
        return offsets;
    }

    private static Identity identity(ByteBuffer body) throws MalformedException {
        if (body.get() != 1) {
            throw new MalformedException("written by another version of devnet");
        }
        Mode mode = body.get() == Mode.ACCOUNT.code() ? Mode.ACCOUNT : Mode.UTXO;
        byte[] name = octets(body, body.get()).toArray();
        return new Identity(new ChainName(new String(name, StandardCharsets.US_ASCII)), mode, body.getLong());
    }

    private static byte[] encoded(Block block) {
        int transactions = block.transactions().stream().mapToInt(Entry::length).sum();
        return entry(2, BLOCK_LENGTH + transactions, body -> {
            body.putLong(block.height())
                    .put(block.header().previous().toArray())
                    .putLong(block.header().timeMs())
                    .putLong(block.header().salt())
                    .put(block.header().merkle().toArray())
                    .putInt(block.transactions().size());
            block.transactions().forEach(transaction -> put(body, transaction));
        });
    }

    private static byte[] encoded(int type, Octets id) {
        return entry(type, id.length(), body -> body.put(id.toArray()));
    }

    private static byte[] entry(int type, int length, Consumer<ByteBuffer> content) {
        byte[] entry = new byte[HEADER_LENGTH + length];
        content.accept(ByteBuffer.wrap(entry).put((byte) type).putInt(length));
        return entry;
    }

    private static int length(NodeTransaction transaction) {
        return TRANSACTION_LENGTH + transaction.raw().length();
    }

    private static void put(ByteBuffer body, NodeTransaction transaction) {
        body.put((byte) (transaction.fails() ? 1 : 0))
                .putInt(transaction.raw().length())
                .put(transaction.raw().toArray());
    }

    private static Octets hash(ByteBuffer body) {
        return octets(body, Hashes.SHA256_LENGTH);
    }

    private static Octets octets(ByteBuffer body, int length) {
        if (length < 0 || length > body.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] content = new byte[length];
        body.get(content);
        return Octets.of(content);
    }
}
