// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import io.coffer.chain.evm.tx.TransactionType;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.FinalityRule;
import io.coffer.spi.money.NetworkAssetId;

/**
 * One network as it is configured, checked.
 *
 * @param name of the network, for people and for the names of threads
 * @param transactions the type that transfers are written in
 */
public record EvmSettings(
        String name,
        ChainId chain,
        NetworkAssetId coin,
        String symbol,
        FinalityRule finality,
        NodeSettings node,
        FeeLimits fees,
        TransactionType transactions,
        ReadSettings reading) {}
