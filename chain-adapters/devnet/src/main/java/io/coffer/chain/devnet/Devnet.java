// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import io.coffer.devnet.format.Coins;
import io.coffer.spi.chain.AddressCodec;
import io.coffer.spi.chain.BalanceReader;
import io.coffer.spi.chain.Broadcaster;
import io.coffer.spi.chain.ChainCapability;
import io.coffer.spi.chain.ChainDescriptor;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.ChainReader;
import io.coffer.spi.chain.FeeEstimator;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.FinalityRule;
import io.coffer.spi.chain.TransactionCodec;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.Optional;

/** What both modes of a devnet have in common. Nothing is asked of the node before the core asks. */
abstract class Devnet implements AutoCloseable {
    /** Under which the signing service has its own codec. */
    private static final String FAMILY = "devnet";

    private static final String SYMBOL = "DEV";
    /** SLIP-44's number for the coins of all test networks. */
    private static final int COIN_TYPE = 1;

    private final ChainDescriptor descriptor;
    private final DevnetTransactions codec;
    private final DevnetNode node;
    private final DevnetReader reader;
    private final DevnetFees fees;
    private final DevnetBroadcaster broadcaster;

    Devnet(DevnetSettings settings) {
        this.descriptor = new ChainDescriptor(
                new ChainId(settings.name().caip2()),
                FAMILY,
                new NetworkAsset(new NetworkAssetId(settings.name().coin()), Coins.DECIMALS),
                SYMBOL,
                COIN_TYPE,
                new FinalityRule.Confirmations(settings.confirmations()));
        this.codec = new DevnetTransactions(settings);
        this.node = new DevnetNode(settings);
        this.reader = new DevnetReader(node, codec);
        this.fees = new DevnetFees(node, codec, settings.maxFee());
        this.broadcaster = new DevnetBroadcaster(node, codec);
    }

    public ChainDescriptor descriptor() {
        return descriptor;
    }

    public AddressCodec addresses() {
        return codec.addresses();
    }

    public TransactionCodec codec() {
        return codec;
    }

    public ChainReader reader() {
        return reader;
    }

    public FeeEstimator fees() {
        return fees;
    }

    public Broadcaster broadcaster() {
        return broadcaster;
    }

    public <C extends ChainCapability> Optional<C> capability(Class<C> type) {
        return type == BalanceReader.class ? Optional.of(type.cast(reader)) : Optional.empty();
    }

    DevnetTransactions transactions() {
        return codec;
    }

    DevnetReader devnetReader() {
        return reader;
    }

    /** What a quoted fee comes to. */
    BigInteger units(FeeQuote fee) {
        if (!fee.asset().equals(descriptor.nativeAsset().id())) {
            throw new IllegalArgumentException("fee: in " + fee.asset() + ", expected "
                    + descriptor.nativeAsset().id());
        }
        return fee.maxFee().units();
    }

    /** Whether a node has ever said that it serves this chain. */
    boolean isProven() {
        return node.isProven();
    }

    /** Ends the adapter's threads; calls that are under way fail. */
    @Override
    public void close() {
        node.close();
    }
}
