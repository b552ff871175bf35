// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import io.coffer.devnet.format.Coins;
import io.coffer.devnet.json.JsonObject;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainException.Kind;
import io.coffer.spi.chain.FeeEstimator;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.FeeUrgency;
import java.math.BigInteger;

/** A devnet transaction has a flat fee, whatever its size: the rate is the fee and the weight is one. */
final class DevnetFees implements FeeEstimator {
    private final DevnetNode node;
    private final DevnetTransactions codec;
    private final BigInteger maxFee;

    DevnetFees(DevnetNode node, DevnetTransactions codec, BigInteger maxFee) {
        this.node = node;
        this.codec = codec;
        this.maxFee = maxFee;
    }

    @Override
    public FeeQuote quote(FeeUrgency urgency) throws ChainException {
        return node.call(asked -> {
            JsonObject fees = asked.get("/fees").orRefused();
            BigInteger least = Coins.parse(fees.text("minFee"));
            BigInteger suggested = Coins.parse(fees.text("suggested")).max(least);
            if (least.compareTo(maxFee) > 0) {
                throw new ChainException(Kind.REFUSED, "the node wants a fee of " + least + ", above maxFee " + maxFee);
            }
            BigInteger wanted = switch (urgency) {
                case LOW -> least;
                case NORMAL -> suggested;
                case HIGH -> suggested.shiftLeft(1);
            };
            return new FeeQuote(codec.amount(BigInteger.ZERO).asset(), wanted.min(maxFee), BigInteger.ZERO, 1);
        });
    }
}
