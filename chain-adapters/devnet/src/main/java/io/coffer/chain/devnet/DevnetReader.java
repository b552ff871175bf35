// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import io.coffer.devnet.format.Coins;
import io.coffer.devnet.format.Hashes;
import io.coffer.devnet.format.MalformedException;
import io.coffer.devnet.format.Octets;
import io.coffer.devnet.format.Transaction;
import io.coffer.devnet.json.JsonObject;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BalanceReader;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockPage;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainException.Kind;
import io.coffer.spi.chain.ChainReader;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.TxStatus;
import io.coffer.spi.money.Amount;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads blocks, transactions and balances from a devnet node. It remembers nothing from one call to the next. */
final class DevnetReader implements ChainReader, BalanceReader {
    /** A page ends early beyond it, so that a row of full blocks does not fill the memory. */
    private static final int MAX_MOVEMENTS = 100_000;

    private static final Pattern TX_ID = Pattern.compile("[0-9a-f]{64}");

    private final DevnetNode node;
    private final DevnetTransactions codec;

    DevnetReader(DevnetNode node, DevnetTransactions codec) {
        this.node = node;
        this.codec = codec;
    }

    @Override
    public BlockRef head() throws ChainException {
        return node.call(DevnetNode.Conversation::head);
    }

    @Override
    public BlockRef at(long height) throws ChainException {
        if (height < 0) {
            throw new IllegalArgumentException("height: " + height + " is negative");
        }
        return node.call(asked -> block(asked, height)
                .orElseThrow(() -> new ChainException(Kind.BEHIND, "the node has no block at height " + height))
                .ref());
    }

    @Override
    public BlockPage read(BlockRef after, int blockLimit) throws ChainException {
        if (blockLimit < 1 || blockLimit > MAX_BLOCKS) {
            throw new IllegalArgumentException("blockLimit: " + blockLimit + " is not within 1.." + MAX_BLOCKS);
        }
        return node.call(asked -> page(asked, after, blockLimit));
    }

    @Override
    public TxStatus status(TxId transaction) throws ChainException {
        if (!TX_ID.matcher(transaction.text()).matches()) {
            throw new IllegalArgumentException("transaction: not 64 lower-case hexadecimal digits");
        }
        return node.call(asked -> {
            Answer answer = asked.get("/tx/" + transaction);
            return answer.isUnknown("unknown-tx") ? new TxStatus.Unknown() : status(transaction, answer.orRefused());
        });
    }

    @Override
    public Amount balance(Address address) throws ChainException {
        return node.call(
                asked -> codec.amount(Coins.parse(holdings(asked, address).text("balance"))));
    }

    /** The nonce of the next transaction of an address if nothing waits. */
    long minedNonce(Address address) throws ChainException {
        return node.call(asked -> {
            BigInteger nonce = Coins.parse(holdings(asked, address).text("nonce"));
            if (nonce.bitLength() >= Long.SIZE) {
                throw new MalformedException("nonce: not below 2^63");
            }
            return nonce.longValueExact();
        });
    }

    private BlockPage page(DevnetNode.Conversation asked, BlockRef after, int blockLimit)
            throws ChainException, MalformedException {
        BlockRef head = asked.head();
        if (head.height() < after.height()) {
            throw new ChainException(
                    Kind.BEHIND, "the node is at " + head.height() + ", below " + after.height() + " where it was");
        }
        if (head.height() == after.height()) {
            return new BlockPage(head.equals(after) ? List.of() : List.of(new BlockEvent.Removed(after)), head);
        }
        List<BlockEvent> events = new ArrayList<>();
        BlockRef last = after;
        long end = Math.min(head.height(), after.height() + blockLimit);
        int movements = 0;
        while (last.height() < end && movements <= MAX_MOVEMENTS) {
            Optional<ListedBlock> next = block(asked, last.height() + 1);
            if (next.isEmpty() || !next.get().parentHash().equals(last.hash())) {
                break;
            }
            events.add(next.get().added());
            last = next.get().ref();
            movements += next.get().movements().size();
            if (asked.deadline().isHalfOver()) {
                break;
            }
        }
        // Nothing follows although the node is further on, so it left this block, now or long ago. A chain that moves
        // later, while the page is read, only ends the page: the next call finds out.
        return new BlockPage(events.isEmpty() ? removed(asked, after) : events, head);
    }

    /** Looks at the block itself: what does not follow it may also be an answer that came too late. */
    private List<BlockEvent> removed(DevnetNode.Conversation asked, BlockRef after)
            throws ChainException, MalformedException {
        Optional<ListedBlock> there = block(asked, after.height());
        if (there.isEmpty()) {
            throw new ChainException(Kind.BEHIND, "the node lost blocks while they were read");
        }
        return there.get().ref().equals(after) ? List.of() : List.of(new BlockEvent.Removed(after));
    }

    private Optional<ListedBlock> block(DevnetNode.Conversation asked, long height)
            throws ChainException, MalformedException {
        Answer answer = asked.get("/block/" + height);
        return answer.isUnknown("unknown-block")
                ? Optional.empty()
                : Optional.of(ListedBlock.read(answer.orRefused(), height, codec));
    }

    private TxStatus status(TxId id, JsonObject found) throws MalformedException {
        Transaction raw = codec.readSigned(Octets.hex(found.text("raw"))).transaction();
        BigInteger fee = Coins.parse(found.text("fee"));
        if (!found.text("id").equals(id.text()) || !raw.id().toHex().equals(id.text())) {
            throw new MalformedException("id: of another transaction");
        }
        if (!raw.fee().equals(fee)) {
            throw new MalformedException("fee: not that of the raw bytes");
        }
        String state = found.text("state");
        return switch (state) {
            case "pending" -> new TxStatus.Pending();
            case "mined", "failed" ->
                new TxStatus.Mined(mined(found.object("block")), state.equals("mined"), codec.amount(fee));
            default -> throw new MalformedException("state: neither pending, mined nor failed");
        };
    }

    private static BlockRef mined(JsonObject block) throws MalformedException {
        // Genesis holds no transactions.
        return new BlockRef(
                block.number("height", 1, ListedBlock.MAX_HEIGHT),
                Octets.hex(block.text("hash"), Hashes.SHA256_LENGTH).toHex());
    }

    private JsonObject holdings(DevnetNode.Conversation asked, Address address)
            throws ChainException, MalformedException {
        codec.addresses().hash160(address);
        JsonObject holdings = asked.get("/address/" + address).orRefused();
        if (!holdings.text("address").equals(address.text())) {
            throw new MalformedException("address: another than was asked for");
        }
        return holdings;
    }
}
