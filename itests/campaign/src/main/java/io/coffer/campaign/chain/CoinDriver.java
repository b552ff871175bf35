// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.chain;

import java.io.IOException;
import java.math.BigInteger;

/** The native coin of a chain. */
public record CoinDriver(ChainDriver chain) implements AssetDriver {
    @Override
    public String asset() {
        return chain.asset();
    }

    @Override
    public int decimals() {
        return chain.decimals();
    }

    @Override
    public String pay(String address, BigInteger units) throws IOException, InterruptedException {
        return chain.pay(address, units);
    }

    @Override
    public BigInteger balance(String address) throws IOException, InterruptedException {
        return chain.balance(address);
    }
}
