// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import io.coffer.devnet.format.AccountTransaction;
import io.coffer.devnet.format.BlockHeader;
import io.coffer.devnet.format.Hashes;
import io.coffer.devnet.format.MalformedException;
import io.coffer.devnet.format.Octets;
import io.coffer.devnet.format.Transaction;
import io.coffer.devnet.format.UtxoTransaction;
import io.coffer.devnet.json.JsonObject;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.Movement;
import io.coffer.spi.chain.TxId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A block as the node lists it, checked: its hash is that of its header, the header commits to the ids, and each id is
 * that of the raw bytes. Movements are taken from those bytes, not from what the node says of them.
 *
 * @param parentHash that the block names
 * @param movements of the transactions that succeeded. A transaction that is listed twice moves twice here: it is for
 *     the core to notice, as with every chain
 */
record ListedBlock(BlockRef ref, String parentHash, List<Movement> movements) {
    static final long MAX_HEIGHT = Long.MAX_VALUE - 1;
    private static final int MAX_TRANSACTIONS = 100_000;
    private static final int SALT_DIGITS = 16;

    /** Reads the block that was asked for by its height. */
    static ListedBlock read(JsonObject listed, long height, DevnetTransactions codec) throws MalformedException {
        if (listed.number("height", 0, MAX_HEIGHT) != height) {
            throw new MalformedException("height: not that of the block that was asked for");
        }
        Set<Octets> ids = new LinkedHashSet<>();
        List<Movement> movements = new ArrayList<>();
        for (JsonObject transaction : listed.objects("transactions", MAX_TRANSACTIONS)) {
            ids.add(read(transaction, codec, movements));
        }
        Octets previous = Octets.hex(listed.text("previous"), Hashes.SHA256_LENGTH);
        BlockHeader header = new BlockHeader(
                height,
                previous,
                listed.number("timeMs", 0, Long.MAX_VALUE),
                Octets.hex(listed.text("salt"), SALT_DIGITS / 2).prefix(),
                BlockHeader.merkle(List.copyOf(ids)));
        String hash = header.hash().toHex();
        if (!listed.text("hash").equals(hash)) {
            throw new MalformedException("hash: not that of the block");
        }
        return new ListedBlock(new BlockRef(height, hash), previous.toHex(), movements);
    }

    BlockEvent.Added added() {
        return new BlockEvent.Added(ref, parentHash, movements);
    }

    /** Adds what the transaction moved and gives its id. */
    private static Octets read(JsonObject listed, DevnetTransactions codec, List<Movement> movements)
            throws MalformedException {
        Transaction transaction =
                codec.readSigned(Octets.hex(listed.text("raw"))).transaction();
        Octets id = transaction.id();
        if (!listed.text("id").equals(id.toHex())) {
            throw new MalformedException("id: not that of the raw bytes");
        }
        switch (listed.text("status")) {
            case "ok" -> addMovements(new TxId(id.toHex()), transaction, codec, movements);
            case "failed" -> {
                // It moved nothing but its fee, whatever its bytes say.
            }
            default -> throw new MalformedException("status: neither ok nor failed");
        }
        return id;
    }

    private static void addMovements(
            TxId id, Transaction transaction, DevnetTransactions codec, List<Movement> movements) {
        if (transaction instanceof AccountTransaction transfer) {
            movements.add(movement(id, 0, transfer.to(), transfer.amount(), codec));
        } else if (transaction instanceof UtxoTransaction spending) {
            for (int i = 0; i < spending.outputs().size(); i++) {
                UtxoTransaction.Output output = spending.outputs().get(i);
                movements.add(movement(id, i, output.to(), output.amount(), codec));
            }
        }
    }

    private static Movement movement(TxId id, int position, Octets to, BigInteger units, DevnetTransactions codec) {
        return new Movement(id, position, codec.addresses().of(to), Optional.empty(), codec.amount(units));
    }
}
