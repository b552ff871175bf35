// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import io.coffer.chain.evm.rpc.NodeCalls;
import io.coffer.chain.evm.rpc.Query;
import io.coffer.chain.evm.rpc.Reading;
import io.coffer.chain.evm.tx.EvmAddresses;
import io.coffer.chain.evm.tx.EvmTransactions;
import io.coffer.chain.evm.tx.HostedTokens;
import io.coffer.spi.asset.TokenHost;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.AddressCodec;
import io.coffer.spi.chain.AddressFormat;
import io.coffer.spi.chain.BalanceReader;
import io.coffer.spi.chain.BalancesAtBlock;
import io.coffer.spi.chain.Broadcaster;
import io.coffer.spi.chain.ChainCapability;
import io.coffer.spi.chain.ChainDescriptor;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainReader;
import io.coffer.spi.chain.ContractProbe;
import io.coffer.spi.chain.FeeEstimator;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.ReplacementFees;
import io.coffer.spi.chain.TransactionCodec;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** One Ethereum-like network: transfers of its native coin, and of tokens that it is asked to host, by its nodes. */
public final class EvmChain implements AccountChain, AutoCloseable {
    /** Under which the signing service has its own codec. */
    public static final String FAMILY = "eip155";

    /** All these networks derive from Ethereum's number in SLIP-44, so that a key has one address on each. */
    private static final int COIN_TYPE = 60;

    private static final int WEI_DECIMALS = 18;

    private final ChainDescriptor descriptor;
    private final NetworkAssetId coin;
    private final NodeCalls node;
    private final EvmAddresses addresses;
    private final EvmTransactions codec;
    private final EvmReader reader;
    private final EvmBalances balances;
    private final boolean comparesBalances;
    private final EvmFees fees;
    private final EvmBroadcaster broadcaster;
    private final EvmContracts contracts;

    /** @param traces the same for all chains of one node: how long it is waited for is no matter of what is hosted */
    private EvmChain(
            EvmSettings settings, NodeCalls node, TracesWherePossible traces, Clock clock, List<TokenProtocol> hosted) {
        NetworkAsset asset = new NetworkAsset(settings.coin(), WEI_DECIMALS);
        this.descriptor =
                new ChainDescriptor(settings.chain(), FAMILY, asset, settings.symbol(), COIN_TYPE, settings.finality());
        this.coin = asset.id();
        this.node = node;
        this.addresses = new EvmAddresses(settings.chain());
        HostedTokens tokens = HostedTokens.of(hosted, addresses, coin);
        this.codec = new EvmTransactions(settings.chain(), coin, settings.transactions(), tokens);
        this.reader = new EvmReader(node, settings, addresses, tokens, traces, clock);
        this.balances = new EvmBalances(node, coin, addresses);
        this.comparesBalances = settings.reading().internal() != InternalTransfers.OFF;
        this.fees = new EvmFees(node, coin, settings.fees(), settings.transactions());
        this.broadcaster = new EvmBroadcaster(node, codec);
        this.contracts =
                new EvmContracts(node, addresses, fees, others -> new EvmChain(settings, node, traces, clock, others));
    }

    /**
     * Makes the adapter; the node is asked only when the core asks.
     *
     * @param clock against which the age of the node's latest block is measured
     * @param nanos a clock that never goes back, as {@link System#nanoTime}
     */
    public static EvmChain open(EvmSettings settings, Clock clock, LongSupplier nanos) {
        NodeCalls node = new NodeCalls(
                settings.name(),
                settings.node().endpoints(),
                new BigInteger(settings.chain().reference()),
                new NodeCalls.Manners(
                        settings.node().requestTimeoutMs(), settings.node().batchLimit()),
                nanos);
        return new EvmChain(settings, node, new TracesWherePossible(settings.coin()), clock, List.of());
    }

    @Override
    public ChainDescriptor descriptor() {
        return descriptor;
    }

    @Override
    public AddressCodec addresses() {
        return addresses;
    }

    @Override
    public TransactionCodec codec() {
        return codec;
    }

    @Override
    public ChainReader reader() {
        return reader;
    }

    @Override
    public FeeEstimator fees() {
        return fees;
    }

    @Override
    public Broadcaster broadcaster() {
        return broadcaster;
    }

    @Override
    public long minedSequence(Address sender) throws ChainException {
        Query query = Query.of("eth_getTransactionCount", hex(sender), "latest");
        return node.call(call -> Reading.count(call.result(query), query.method()));
    }

    @Override
    public UnsignedTx assemble(List<TransferIntent> transfers, PublicKey sender, long sequence, FeeQuote fee) {
        // The envelope does not hold the sender; a key that has no address here is refused all the same.
        addresses.derive(sender, AddressFormat.DEFAULT);
        return codec.assemble(transfers, sequence, fee);
    }

    @Override
    public <C extends ChainCapability> Optional<C> capability(Class<C> type) {
        if (type == BalanceReader.class) {
            return Optional.of(type.cast(balances));
        }
        if (type == BalancesAtBlock.class && comparesBalances) {
            return Optional.of(type.cast(balances));
        }
        if (type == ReplacementFees.class) {
            return Optional.of(type.cast(fees));
        }
        if (type == ContractProbe.class || type == TokenHost.class) {
            return Optional.of(type.cast(contracts));
        }
        return Optional.empty();
    }

    /** Whether a node has ever shown that it serves this chain. */
    public boolean isProven() {
        return node.everConfirmed();
    }

    /** Ends the adapter's threads; calls under way fail. */
    @Override
    public void close() {
        node.close();
    }

    private String hex(Address address) {
        return "0x" + addresses.bytes(address).toHex();
    }
}
