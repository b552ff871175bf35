// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.chain.evm.rpc.Reading;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.TxId;
import java.math.BigInteger;
import java.util.Optional;

/**
 * What became of a transaction, as the node told it, checked for form.
 *
 * @param gasUsed all of it; on Arbitrum also what the data costs, of which {@code gasUsedForL1} is only the name
 * @param priceWei of a unit of gas; empty where the node tells none, as before EIP-1559
 * @param dataFeeWei {@code l1Fee}, which OP-stack rollups take on top
 */
record Receipt(
        TxId tx,
        BlockRef block,
        boolean succeeded,
        BigInteger gasUsed,
        Optional<BigInteger> priceWei,
        BigInteger dataFeeWei) {
    private static final int GAS_BITS = 64;
    private static final String WHAT = "receipt";

    static Receipt of(JsonNode json) throws ChainException {
        Reading.object(json, WHAT);
        TxId tx = new TxId(Reading.hash(json.path("transactionHash"), WHAT + ": transactionHash"));
        long height = Reading.count(json.path("blockNumber"), WHAT + ": blockNumber");
        String blockHash = Reading.hash(json.path("blockHash"), WHAT + ": blockHash");
        long status = Reading.count(json.path("status"), WHAT + ": status");
        if (status > 1) {
            throw Reading.garbage(WHAT + ": status", json.path("status"), "is not 0 or 1");
        }
        return new Receipt(
                tx,
                new BlockRef(height, blockHash),
                status == 1,
                Reading.number(json.path("gasUsed"), WHAT + ": gasUsed", GAS_BITS),
                optional(json, "effectiveGasPrice"),
                optional(json, "l1Fee").orElse(BigInteger.ZERO));
    }

    /**
     * What the transaction cost its sender, whether it succeeded or not: gas used times its price, and the data fee that
     * a rollup adds.
     *
     * @param transaction the transaction itself, whose {@code gasPrice} counts where the receipt has no price
     */
    BigInteger feeWei(JsonNode transaction) throws ChainException {
        BigInteger price = priceWei.isPresent()
                ? priceWei.get()
                : Reading.number(transaction.path("gasPrice"), "transaction: gasPrice", Reading.WORD_BITS);
        BigInteger fee = gasUsed.multiply(price).add(dataFeeWei);
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
}
