// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.chain;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/** One asset on a real chain: what a payer and an onlooker can do with it, without the node under test. */
public interface AssetDriver {
    ChainDriver chain();

    /** CAIP-19. */
    String asset();

    int decimals();

    /** Pays from the chain's test account; answers with the transaction's id. */
    String pay(String address, BigInteger units) throws IOException, InterruptedException;

    /** What an address holds in the latest block, in the smallest unit. */
    BigInteger balance(String address) throws IOException, InterruptedException;

    /** A number of whole coins or tokens in smallest units. */
    default BigInteger units(long whole) {
        return BigInteger.valueOf(whole).multiply(BigInteger.TEN.pow(decimals()));
    }

    /** A number of smallest units in whole ones, as a decimal string. */
    default String whole(BigInteger units) {
        return new BigDecimal(units, decimals()).stripTrailingZeros().toPlainString();
    }
}
