// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.chain.evm.rpc.Reading;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.TxId;
import java.math.BigInteger;

/**
 * What became of a transaction, as the node told it, checked for form.
 *
 * @param feeWei gas used times its price, and the data fee that a rollup adds
 */
record Receipt(TxId tx, BlockRef block, boolean succeeded, BigInteger feeWei) {
    private static final int GAS_BITS = 64;

    static Receipt of(JsonNode json) throws ChainException {
        String what = "receipt";
        Reading.object(json, what);
        TxId tx = new TxId(Reading.hash(json.path("transactionHash"), what + ": transactionHash"));
        long height = Reading.count(json.path("blockNumber"), what + ": blockNumber");
        String blockHash = Reading.hash(json.path("blockHash"), what + ": blockHash");
        long status = Reading.count(json.path("status"), what + ": status");
        if (status > 1) {
            throw Reading.garbage(what + ": status", json.path("status"), "is not 0 or 1");
        }
        return new Receipt(tx, new BlockRef(height, blockHash), status == 1, fee(json, what));
    }

    private static BigInteger fee(JsonNode json, String what) throws ChainException {
        BigInteger gas = Reading.number(json.path("gasUsed"), what + ": gasUsed", GAS_BITS);
        BigInteger price =
                Reading.number(json.path("effectiveGasPrice"), what + ": effectiveGasPrice", Reading.WORD_BITS);
        JsonNode l1 = json.path("l1Fee");
        BigInteger data = l1.isMissingNode() || l1.isNull()
                ? BigInteger.ZERO
                : Reading.number(l1, what + ": l1Fee", Reading.WORD_BITS);
        BigInteger fee = gas.multiply(price).add(data);
        if (fee.bitLength() > Reading.WORD_BITS) {
            throw new ChainException(ChainException.Kind.GARBAGE, what + ": fee is beyond 256 bits");
        }
        return fee;
    }
}
