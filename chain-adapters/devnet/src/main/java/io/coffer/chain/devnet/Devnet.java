// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import io.coffer.devnet.format.Coins;
import io.coffer.spi.chain.BalanceReader;
import io.coffer.spi.chain.ChainCapability;
import io.coffer.spi.chain.ChainDescriptor;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.FinalityRule;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.spi.money.NetworkAssetId;
import java.util.Optional;

/** What both modes of a devnet have in common. */
abstract class Devnet implements AutoCloseable {
    private static final String FAMILY = "devnet";
    private static final String SYMBOL = "DEV";
    /** SLIP-44's number for the coins of all test networks. */
    private static final int COIN_TYPE = 1;

    private final ChainDescriptor descriptor;
    private final DevnetAddresses addresses;
    private final DevnetTransactions codec;
    private final DevnetNode node;
    private final DevnetReader reader;
    private final DevnetFees fees;
    private final DevnetBroadcaster broadcaster;

    Devnet(DevnetSettings settings) {
        NetworkAssetId coin = new NetworkAssetId(settings.name().coin());
        this.descriptor = new ChainDescriptor(
                new ChainId(settings.name().caip2()),
                FAMILY,
                new NetworkAsset(coin, Coins.DECIMALS),
                SYMBOL,
                COIN_TYPE,
                new FinalityRule.Confirmations(settings.confirmations()));
        this.addresses = new DevnetAddresses(settings.name());
        this.codec = new DevnetTransactions(settings.name(), addresses);
        this.node = new DevnetNode(settings);
        this.reader = new DevnetReader(node, settings, addresses);
        this.fees = new DevnetFees(node, settings.name());
        this.broadcaster = new DevnetBroadcaster(node);
    }

    public ChainDescriptor descriptor() {
        return descriptor;
    }

    public DevnetAddresses addresses() {
        return addresses;
    }

    public DevnetTransactions codec() {
        return codec;
    }

    public DevnetReader reader() {
        return reader;
    }

    public DevnetFees fees() {
        return fees;
    }

    public DevnetBroadcaster broadcaster() {
        return broadcaster;
    }

    public <C extends ChainCapability> Optional<C> capability(Class<C> type) {
        return type == BalanceReader.class ? Optional.of(type.cast(reader)) : Optional.empty();
    }

    /** A transfer that this chain can express. */
    TransferIntent checked(TransferIntent transfer) {
        if (!transfer.amount().asset().equals(descriptor.nativeAsset().id())) {
            throw new IllegalArgumentException(
                    "amount: " + transfer.amount().asset() + " is not the coin of this chain");
        }
        if (transfer.tag().isPresent()) {
            throw new IllegalArgumentException("tag: a devnet has none");
        }
        return transfer;
    }

    @Override
    public void close() {
        node.close();
    }
}
