// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import io.coffer.devnet.format.ChainName;
import io.coffer.devnet.format.Coins;
import io.coffer.devnet.format.MalformedException;
import io.coffer.devnet.json.JsonObject;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.FeeEstimator;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.FeeUrgency;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;

/** A devnet transaction has a flat fee, whatever its size: the rate is the fee and the weight is one. */
final class DevnetFees implements FeeEstimator {
    private final DevnetNode node;
    private final NetworkAssetId coin;

    DevnetFees(DevnetNode node, ChainName name) {
        this.node = node;
        this.coin = new NetworkAssetId(name.coin());
    }

    @Override
    public FeeQuote quote(FeeUrgency urgency) throws ChainException {
        JsonObject fees = node.get("/fees").require();
        try {
            BigInteger least = Coins.parse(fees.text("minFee"));
            BigInteger suggested = Coins.parse(fees.text("suggested"));
            BigInteger fee = switch (urgency) {
                case LOW -> least;
                case NORMAL -> suggested.max(least);
                case HIGH -> suggested.max(least).shiftLeft(1);
            };
            return new FeeQuote(coin, fee, BigInteger.ZERO, 1);
        } catch (MalformedException garbage) {
            throw DevnetNode.garbage(garbage);
        }
    }
}
