// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;

/**
 * What a plain transfer costs at most: {@code rate} times {@code weight}.
 *
 * @param asset the native asset that the fee is paid in
 * @param rate price of one unit of weight in the asset's smallest units: maxFeePerGas, satoshi per vbyte, a flat fee
 * @param tip the part of {@code rate} that goes to the miner (EIP-1559 maxPriorityFeePerGas), at most {@code rate}
 * @param weight units that a plain transfer uses: gas limit, vbytes, or 1 where the fee is flat
 */
public record FeeQuote(NetworkAssetId asset, BigInteger rate, BigInteger tip, long weight) {
    public FeeQuote {
        if (rate.signum() < 0 || tip.signum() < 0 || tip.compareTo(rate) > 0) {
            throw new IllegalArgumentException("tip: not within 0..rate");
        }
        if (weight < 1) {
            throw new IllegalArgumentException("weight: " + weight + " is less than 1");
        }
    }

    /** The most that the transfer can cost. */
    public Amount maxFee() {
        return new Amount(asset, rate.multiply(BigInteger.valueOf(weight)));
    }
}
