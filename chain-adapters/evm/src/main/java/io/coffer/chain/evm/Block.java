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
import java.util.Map;

/**
 * A block as the node told it, checked for form.
 *
 * @param timestamp seconds since 1970
 * @param payments its transactions that would move value to an existing address, by id, in order; none if the block was
 *     asked for without transactions
 */
record Block(BlockRef ref, String parentHash, long timestamp, Map<TxId, Payment> payments) {
    /**
     * Value that a transaction moves if it succeeds.
     *
     * @param wei more than zero
     */
    record Payment(Bytes to, BigInteger wei) {}

    static Query query(long height, boolean withTransactions) {
        return query("0x" + Long.toHexString(height), withTransactions);
    }

    /** @param tag {@code latest}, {@code finalized}, or a height in hexadecimal */
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
        Map<TxId, Payment> payments = new LinkedHashMap<>();
        Reading.object(json, what);
        for (JsonNode transaction : Reading.list(json.path("transactions"), what + ": transactions")) {
            addPayment(payments, transaction, what);
        }
        return of(json, what, payments);
    }

    private static Block of(JsonNode json, String what, Map<TxId, Payment> payments) throws ChainException {
        Reading.object(json, what);
        long height = Reading.count(json.path("number"), what + ": number");
        String hash = Reading.hash(json.path("hash"), what + ": hash");
        String parentHash = Reading.hash(json.path("parentHash"), what + ": parentHash");
        long timestamp = Reading.count(json.path("timestamp"), what + ": timestamp");
        return new Block(new BlockRef(height, hash), parentHash, timestamp, payments);
    }

    private static void addPayment(Map<TxId, Payment> payments, JsonNode json, String what) throws ChainException {
        String of = what + ": transaction";
        Reading.object(json, of);
        TxId id = new TxId(Reading.hash(json.path("hash"), of + ": hash"));
        BigInteger wei = Reading.number(json.path("value"), of + ": value", Reading.WORD_BITS);
        // Without a recipient a contract is created; what value it starts with reaches nobody who waits for it.
        if (json.path("to").isNull()) {
            return;
        }
        Bytes to = Reading.address(json.path("to"), of + ": to");
        if (wei.signum() > 0 && payments.put(id, new Payment(to, wei)) != null) {
            throw new ChainException(ChainException.Kind.GARBAGE, of + " " + id + " is there twice");
        }
    }
}
