// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.chain.evm.rpc.Query;
import io.coffer.chain.evm.rpc.Reading;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Bytes;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A block as the node told it, checked for form.
 *
 * @param timestamp seconds since 1970
 * @param bloom of its logs; empty if it was not asked for or the chain fills none
 * @param transactions by id, in their order; none if the block was asked for without transactions
 */
record Block(
        BlockRef ref,
        String parentHash,
        long timestamp,
        Optional<LogsBloom> bloom,
        Map<TxId, Transaction> transactions) {
    /** What a transaction costs that runs no code (yellow paper, appendix G); one that runs any needs a higher limit. */
    private static final long PLAIN_TRANSFER_GAS = 21_000;

    private static final int GAS_BITS = 64;

    /**
     * What of a transaction matters here.
     *
     * @param payment the value that it moves by itself if it succeeds; empty if none, or from an address to itself
     * @param mayCall whether it may have run code, and so have made calls
     */
    record Transaction(Optional<Payment> payment, boolean mayCall) {}

    /**
     * Value that reaches an address.
     *
     * @param wei more than zero
     */
    record Payment(Bytes to, BigInteger wei) {}

    static Query query(long height, boolean withTransactions) {
        return query("0x" + Long.toHexString(height), withTransactions);
    }

    /** @param tag {@code latest}, {@code finalized}, {@code safe}, or a height in hexadecimal */
    static Query query(String tag, boolean withTransactions) {
        return Query.of("eth_getBlockByNumber", tag, withTransactions);
    }

    /** Reads a block that was asked for without its transactions. */
    static Block head(JsonNode json, String what) throws ChainException {
        return of(json, what, Map.of());
    }

    /**
     * Reads a block that was asked for with its transactions in full. One that names them by their hashes only is
     * garbage: taken for a block that pays nobody, it would lose deposits.
     */
    static Block full(JsonNode json, String what) throws ChainException {
        Map<TxId, Transaction> transactions = new LinkedHashMap<>();
        Reading.object(json, what);
        for (JsonNode transaction : Reading.list(json.path("transactions"), what + ": transactions")) {
            add(transactions, transaction, what + ": transaction");
        }
        return of(json, what, transactions);
    }

    /** Whether any transaction moves value by itself. */
    boolean hasPayments() {
        return transactions.values().stream()
                .anyMatch(transaction -> transaction.payment().isPresent());
    }

    /** Whether any transaction may have made calls. */
    boolean mayHaveCalls() {
        return transactions.values().stream().anyMatch(Transaction::mayCall);
    }

    /** The transactions that may have made calls, in their order. */
    List<TxId> callers() {
        return transactions.entrySet().stream()
                .filter(entry -> entry.getValue().mayCall())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Block of(JsonNode json, String what, Map<TxId, Transaction> transactions) throws ChainException {
        Reading.object(json, what);
        long height = Reading.count(json.path("number"), what + ": number");
        String hash = Reading.hash(json.path("hash"), what + ": hash");
        String parentHash = Reading.hash(json.path("parentHash"), what + ": parentHash");
        long timestamp = Reading.count(json.path("timestamp"), what + ": timestamp");
        Optional<LogsBloom> bloom = LogsBloom.read(json.path("logsBloom"), what + ": logsBloom");
        return new Block(new BlockRef(height, hash), parentHash, timestamp, bloom, transactions);
    }

    private static void add(Map<TxId, Transaction> transactions, JsonNode json, String of) throws ChainException {
        Reading.object(json, of);
        TxId id = new TxId(Reading.hash(json.path("hash"), of + ": hash"));
        BigInteger wei = Reading.number(json.path("value"), of + ": value", Reading.WORD_BITS);
        BigInteger gas = Reading.number(json.path("gas"), of + ": gas", GAS_BITS);
        boolean mayCall = gas.compareTo(BigInteger.valueOf(PLAIN_TRANSFER_GAS)) > 0;
        if (transactions.put(id, new Transaction(payment(json, wei, of), mayCall)) != null) {
            throw new ChainException(ChainException.Kind.GARBAGE, of + " " + id + " is there twice");
        }
    }

    private static Optional<Payment> payment(JsonNode json, BigInteger wei, String of) throws ChainException {
        Bytes from = Reading.address(json.path("from"), of + ": from");
        // Without a recipient a contract is created; what value it starts with reaches nobody who waits for it.
        if (json.path("to").isNull()) {
            return Optional.empty();
        }
        Bytes to = Reading.address(json.path("to"), of + ": to");
        // Whoever pays himself has no more than before.
        return wei.signum() > 0 && !to.equals(from) ? Optional.of(new Payment(to, wei)) : Optional.empty();
    }
}
