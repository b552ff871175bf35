// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.AddressFormat;
import io.coffer.spi.chain.Broadcaster;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.ChainDescriptor;
import io.coffer.spi.chain.ChainReader;
import io.coffer.spi.chain.FeeEstimator;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.FeeUrgency;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.chain.Utxo;
import io.coffer.spi.chain.UtxoChain;
import io.coffer.spi.money.Amount;
import io.coffer.testkit.chain.BalanceReaderContract;
import io.coffer.testkit.chain.BroadcasterContract;
import io.coffer.testkit.chain.ChainReaderContract;
import io.coffer.testkit.chain.ChainReaderContract.Payment;
import io.coffer.testkit.chain.FeeEstimatorContract;
import io.coffer.testkit.chain.MinedSequenceContract;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real node of one mode and an adapter for it, as the conformance kit asks for them. */
final class DevnetFixture
        implements ChainReaderContract.Fixture,
                BroadcasterContract.Fixture,
                FeeEstimatorContract.Fixture,
                BalanceReaderContract.Fixture,
                MinedSequenceContract.Fixture {
    private static final TestSigner ALICE = TestSigner.of(5);
    private static final TestSigner BOB = TestSigner.of(6);
    private static final TestSigner NOBODY = TestSigner.of(7);
    private static final long FUNDS = 1_000_000;
    private static final int PAYMENTS = 4;

    private final RealNode node;
    private final Devnet adapter;
    private final Devnet nowhere;
    private final Deque<TxId> funding = new ArrayDeque<>();
    private long paid;
    private long sequence;

    DevnetFixture(String mode, Path folder) throws Exception {
        this.node = RealNode.start(mode, folder);
        this.adapter = open(node.settings(mode));
        this.nowhere =
                open(SettingsReader.read(Map.of("name", RealNode.NAME, "mode", mode, "url", "http://127.0.0.1:1")));
        for (int i = 0; i < PAYMENTS; i++) {
            funding.add(new TxId(node.faucet(address(ALICE).text(), FUNDS + i)));
        }
        node.mine(1);
    }

    static Devnet open(DevnetSettings settings) {
        return settings.mode() == DevnetSettings.Mode.ACCOUNT ? new AccountDevnet(settings) : new UtxoDevnet(settings);
    }

    @Override
    public ChainAdapter chain() {
        return (ChainAdapter) adapter;
    }

    @Override
    public ChainDescriptor descriptor() {
        return adapter.descriptor();
    }

    @Override
    public ChainReader reader() {
        return adapter.reader();
    }

    @Override
    public FeeEstimator fees() {
        return adapter.fees();
    }

    @Override
    public Payment pay() throws Exception {
        Amount amount = amount(1_000 + ++paid);
        Address to = address(BOB);
        TxId id = new TxId(node.faucet(to.text(), amount.units().longValueExact()));
        return new Payment(id, to, amount);
    }

    @Override
    public void mine(int blocks) throws Exception {
        node.mine(blocks);
    }

    @Override
    public void reorganise(int depth) throws Exception {
        node.reorg(depth);
    }

    @Override
    public TxId unknown() {
        return new TxId("00".repeat(32));
    }

    @Override
    public SignedTx payment() throws Exception {
        FeeQuote fee = adapter.fees().quote(FeeUrgency.NORMAL);
        List<TransferIntent> transfers = List.of(new TransferIntent(address(BOB), amount(5_000), Optional.empty()));
        UnsignedTx unsigned;
        if (adapter instanceof AccountChain accounts) {
            unsigned = accounts.assemble(transfers, ALICE.key(), sequence++, fee);
        } else {
            Amount held = amount(FUNDS + PAYMENTS - funding.size());
            Utxo coin = new Utxo(funding.remove(), 0, address(ALICE), held, ALICE.key());
            unsigned = ((UtxoChain) adapter).assemble(transfers, List.of(coin), address(ALICE), fee);
        }
        return adapter.codec().combine(unsigned, ALICE.signAll(adapter.codec().payloads(unsigned)));
    }

    @Override
    public Broadcaster withoutNode() {
        return nowhere.broadcaster();
    }

    @Override
    public ChainAdapter elsewhere() {
        return (ChainAdapter) nowhere;
    }

    /** In account mode only. */
    @Override
    public AccountChain accounts() {
        return (AccountChain) adapter;
    }

    @Override
    public AccountChain accountsElsewhere() {
        return (AccountChain) nowhere;
    }

    @Override
    public Address sender() {
        return address(ALICE);
    }

    @Override
    public Address untouched() {
        return address(NOBODY);
    }

    @Override
    public void close() throws Exception {
        nowhere.close();
        adapter.close();
        node.close();
    }

    private Address address(TestSigner signer) {
        return adapter.addresses().derive(signer.key(), AddressFormat.DEFAULT);
    }

    private Amount amount(long units) {
        return Amount.of(adapter.descriptor().nativeAsset().id(), units);
    }
}
