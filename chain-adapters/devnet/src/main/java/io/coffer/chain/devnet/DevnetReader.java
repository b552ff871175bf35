// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import io.coffer.devnet.format.AccountTransaction;
import io.coffer.devnet.format.Coins;
import io.coffer.devnet.format.MalformedException;
import io.coffer.devnet.format.Octets;
import io.coffer.devnet.format.SignedTransaction;
import io.coffer.devnet.format.Transaction;
import io.coffer.devnet.format.UtxoTransaction;
import io.coffer.devnet.json.JsonObject;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BalanceReader;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockPage;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainException.Kind;
import io.coffer.spi.chain.ChainReader;
import io.coffer.spi.chain.Movement;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.TxStatus;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads blocks of a devnet node. What moved is taken from the raw transactions, not from what the node says of them.
 */
final class DevnetReader implements ChainReader, BalanceReader {
    private static final int HASH_BYTES = 32;
    private static final int MAX_TRANSACTIONS = 100_000;
    private static final int NOT_FOUND = 404;

    private final DevnetNode node;
    private final DevnetSettings settings;
    private final DevnetAddresses addresses;
    private final NetworkAssetId coin;

    DevnetReader(DevnetNode node, DevnetSettings settings, DevnetAddresses addresses) {
        this.node = node;
        this.settings = settings;
        this.addresses = addresses;
        this.coin = new NetworkAssetId(settings.name().coin());
    }

    /** Also checks that the node serves the configured chain, in the configured mode. */
    @Override
    public BlockRef head() throws ChainException {
        JsonObject chain = node.get("/chain").require();
        try {
            String mode = settings.mode().name().toLowerCase(Locale.ROOT);
            requireServed("chain", settings.name().caip2(), chain.text("chain"));
            requireServed("mode", mode, chain.text("mode"));
            return ref(chain.object("head"));
        } catch (MalformedException garbage) {
            throw DevnetNode.garbage(garbage);
        }
    }

    @Override
    public BlockRef at(long height) throws ChainException {
        DevnetNode.Answer answer = node.get("/block/" + height);
        if (answer.status() == NOT_FOUND) {
            throw new ChainException(Kind.BEHIND, "the node has no block at height " + height);
        }
        try {
            BlockRef block = ref(answer.require());
            requireHeight(height, block);
            return block;
        } catch (MalformedException garbage) {
            throw DevnetNode.garbage(garbage);
        }
    }

    @Override
    public BlockPage read(BlockRef after, int blockLimit) throws ChainException {
        if (blockLimit < 1 || blockLimit > MAX_BLOCKS) {
            throw new IllegalArgumentException("blockLimit: " + blockLimit + " is not within 1.." + MAX_BLOCKS);
        }
        BlockRef head = head();
        if (head.height() < after.height()) {
            throw new ChainException(
                    Kind.BEHIND, "the node stands at " + head.height() + ", it was at " + after.height() + " before");
        }
        if (!at(after.height()).equals(after)) {
            return new BlockPage(List.of(new BlockEvent.Removed(after)), head);
        }
        List<BlockEvent> events = new ArrayList<>();
        BlockRef last = after;
        long end = Math.min(head.height(), after.height() + blockLimit);
        while (last.height() < end) {
            BlockEvent.Added next = added(last.height() + 1);
            if (!next.parentHash().equals(last.hash())) {
                // Reorganised while it was read: what was read so far is told, the rest shows at the next call.
                break;
            }
            events.add(next);
            last = next.block();
        }
        return new BlockPage(events, head);
    }

    @Override
    public TxStatus status(TxId transaction) throws ChainException {
        DevnetNode.Answer answer = node.get("/tx/" + transaction.text());
        if (answer.status() == NOT_FOUND) {
            return new TxStatus.Unknown();
        }
        JsonObject found = answer.require();
        try {
            requireServed("id", transaction.text(), found.text("id"));
            String state = found.text("state");
            return switch (state) {
                case "pending" -> new TxStatus.Pending();
                case "mined", "failed" ->
                    new TxStatus.Mined(
                            ref(found.object("block")),
                            state.equals("mined"),
                            new Amount(coin, Coins.parse(found.text("fee"))));
                default -> throw new MalformedException("state: unknown");
            };
        } catch (MalformedException garbage) {
            throw DevnetNode.garbage(garbage);
        }
    }

    @Override
    public Amount balance(Address address) throws ChainException {
        addresses.hash160(address);
        try {
            return new Amount(
                    coin,
                    Coins.parse(node.get("/address/" + address.text()).require().text("balance")));
        } catch (MalformedException garbage) {
            throw DevnetNode.garbage(garbage);
        }
    }

    /** The nonce after the last mined one of an address. */
    long minedNonce(Address address) throws ChainException {
        addresses.hash160(address);
        try {
            BigInteger nonce =
                    Coins.parse(node.get("/address/" + address.text()).require().text("nonce"));
            return nonce.longValueExact();
        } catch (MalformedException garbage) {
            throw DevnetNode.garbage(garbage);
        } catch (ArithmeticException tooLarge) {
            throw new ChainException(Kind.GARBAGE, "the node's answer makes no sense: nonce", tooLarge);
        }
    }

    private BlockEvent.Added added(long height) throws ChainException {
        JsonObject block = node.get("/block/" + height).require();
        try {
            BlockRef ref = ref(block);
            requireHeight(height, ref);
            List<Movement> movements = new ArrayList<>();
            for (JsonObject transaction : block.objects("transactions", MAX_TRANSACTIONS)) {
                movements.addAll(movements(transaction));
            }
            return new BlockEvent.Added(ref, hash(block.text("previous")), movements);
        } catch (MalformedException garbage) {
            throw DevnetNode.garbage(garbage);
        }
    }

    private List<Movement> movements(JsonObject listed) throws MalformedException {
        String status = listed.text("status");
        if (status.equals("failed")) {
            return List.of();
        }
        if (!status.equals("ok")) {
            throw new MalformedException("status: neither ok nor failed");
        }
        Transaction transaction =
                SignedTransaction.decode(Octets.hex(listed.text("raw"))).transaction();
        if (!transaction.chain().equals(settings.name())) {
            throw new MalformedException("raw: a transaction of devnet " + transaction.chain());
        }
        TxId id = new TxId(transaction.id().toHex());
        if (!listed.text("id").equals(id.text())) {
            throw new MalformedException("id: is not that of the raw bytes");
        }
        if (transaction instanceof AccountTransaction transfer) {
            return List.of(movement(id, 0, transfer.to(), transfer.amount()));
        }
        List<Movement> movements = new ArrayList<>();
        for (UtxoTransaction.Output output : ((UtxoTransaction) transaction).outputs()) {
            movements.add(movement(id, movements.size(), output.to(), output.amount()));
        }
        return movements;
    }

    private Movement movement(TxId id, int position, Octets to, BigInteger units) {
        return new Movement(id, position, addresses.of(to), Optional.empty(), new Amount(coin, units));
    }

    private static BlockRef ref(JsonObject block) throws MalformedException {
        return new BlockRef(block.number("height", 0, Long.MAX_VALUE), hash(block.text("hash")));
    }

    private static String hash(String text) throws MalformedException {
        return Octets.hex(text, HASH_BYTES).toHex();
    }

    private static void requireHeight(long height, BlockRef block) throws MalformedException {
        if (block.height() != height) {
            throw new MalformedException("height: " + block.height() + ", asked for " + height);
        }
    }

    private static void requireServed(String field, String expected, String served) throws ChainException {
        if (!served.equals(expected)) {
            throw new ChainException(
                    Kind.WRONG_CHAIN, "the node's " + field + " is " + printable(served) + ", expected " + expected);
        }
    }

    /** What a node says may hold anything. */
    private static String printable(String text) {
        String clean = text.replaceAll("[^ -~]", "?");
        return clean.length() > Address.MAX_LENGTH ? clean.substring(0, Address.MAX_LENGTH) + "..." : clean;
    }
}
