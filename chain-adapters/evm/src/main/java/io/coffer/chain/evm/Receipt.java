// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.chain.evm.rpc.Reading;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.TxId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What became of a transaction, as the node told it, checked for form.
 *
 * @param logs all of them in their order; none if the receipt was asked for without
 */
record Receipt(TxId tx, BlockRef block, boolean succeeded, Cost cost, List<Log> logs) {
    /** What of a receipt is read beside the fields that are always read, where its logs are wanted. */
    static final Set<String> LOGS = logDetails();

    private static final int GAS_BITS = 64;
    private static final String WHAT = "receipt";

    /**
     * What the transaction used.
     *
     * @param gasUsed all of it; on Arbitrum also what the data costs, of which {@code gasUsedForL1} is only the name
     * @param priceWei of a unit of gas; empty where the node tells none, as before EIP-1559
     * @param dataFeeWei {@code l1Fee}, which OP-stack rollups take on top
     */
    record Cost(BigInteger gasUsed, Optional<BigInteger> priceWei, BigInteger dataFeeWei) {}

    Receipt {
        logs = List.copyOf(logs);
    }

    static Receipt of(JsonNode json) throws ChainException {
        Reading.object(json, WHAT);
        TxId tx = new TxId(Reading.hash(json.path("transactionHash"), WHAT + ": transactionHash"));
        long height = Reading.count(json.path("blockNumber"), WHAT + ": blockNumber");
        String blockHash = Reading.hash(json.path("blockHash"), WHAT + ": blockHash");
        long status = Reading.count(json.path("status"), WHAT + ": status");
        if (status > 1) {
            throw Reading.garbage(WHAT + ": status", json.path("status"), "is not 0 or 1");
        }
        Cost cost = new Cost(
                Reading.number(json.path("gasUsed"), WHAT + ": gasUsed", GAS_BITS),
                optional(json, "effectiveGasPrice"),
                optional(json, "l1Fee").orElse(BigInteger.ZERO));
        return new Receipt(tx, new BlockRef(height, blockHash), status == 1, cost, List.of());
    }

    /** Reads a receipt that was asked for with {@link #LOGS}. */
    static Receipt withLogs(JsonNode json) throws ChainException {
        Receipt receipt = of(json);
        List<Log> logs = new ArrayList<>();
        long last = -1;
        for (JsonNode each : Reading.list(json.path("logs"), WHAT + ": logs")) {
            Log log = Log.of(each);
            boolean isIts = log.tx().equals(receipt.tx)
                    && log.blockHash().equals(receipt.block.hash())
                    && log.blockIndex() > last;
            if (!isIts) {
                throw new ChainException(
                        ChainException.Kind.GARBAGE,
                        WHAT + " of " + receipt.tx + ": log " + log.blockIndex()
                                + " is of another transaction or block, or out of order");
            }
            last = log.blockIndex();
            logs.add(log);
        }
        return new Receipt(receipt.tx, receipt.block, receipt.succeeded, receipt.cost, logs);
    }

    /**
     * What the transaction cost its sender, whether it succeeded or not: gas used times its price, and the data fee that
     * a rollup adds.
     *
     * @param transaction the transaction itself, whose {@code gasPrice} counts where the receipt has no price
     */
    BigInteger feeWei(JsonNode transaction) throws ChainException {
        BigInteger price = cost.priceWei.isPresent()
                ? cost.priceWei.get()
                : Reading.number(transaction.path("gasPrice"), "transaction: gasPrice", Reading.WORD_BITS);
        BigInteger fee = cost.gasUsed.multiply(price).add(cost.dataFeeWei);
        if (fee.bitLength() > Reading.WORD_BITS) {
            throw new ChainException(ChainException.Kind.GARBAGE, WHAT + ": fee is beyond 256 bits");
        }
        return fee;
    }

    private static Optional<BigInteger> optional(JsonNode json, String field) throws ChainException {
        JsonNode value = json.path(field);
        return value.isMissingNode() || value.isNull()
                ? Optional.empty()
                : Optional.of(Reading.number(value, WHAT + ": " + field, Reading.WORD_BITS));
    }

    private static Set<String> logDetails() {
        Set<String> details = new HashSet<>(Log.DETAILS);
        details.add("logs");
        return Set.copyOf(details);
    }
}
