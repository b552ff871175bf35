// SPDX-License-Identifier: Apache-2.0
package io.coffer.nodes;

import io.coffer.chain.evm.EvmChain;
import io.coffer.chain.evm.SettingsReader;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.Broadcaster;
import io.coffer.spi.chain.ChainDescriptor;
import io.coffer.spi.chain.ChainReader;
import io.coffer.spi.chain.FeeEstimator;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Amount;
import io.coffer.testkit.chain.BalancesAtBlockContract;
import io.coffer.testkit.chain.BroadcasterContract;
import io.coffer.testkit.chain.ChainReaderContract;
import io.coffer.testkit.chain.ChainReaderContract.Payment;
import io.coffer.testkit.chain.ContractProbeContract;
import io.coffer.testkit.chain.FeeEstimatorContract;
import io.coffer.testkit.chain.MinedSequenceContract;
import io.coffer.testkit.chain.ReplacementContract;
import io.coffer.testkit.chain.ReplacementFeesContract;
import java.math.BigInteger;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** An anvil that mines on demand only and the adapter for it, as the conformance kit asks for them. */
final class AnvilKit
        implements ChainReaderContract.Fixture,
                BroadcasterContract.Fixture,
                FeeEstimatorContract.Fixture,
                ReplacementFeesContract.Fixture,
                ReplacementContract.Fixture,
                BalancesAtBlockContract.Fixture,
                ContractProbeContract.Fixture,
                MinedSequenceContract.Fixture {
    /** Runs and does nothing. */
    private static final String STOPS = "00";

    private static final int DEMANDED_PERCENT = 10;

    private static final String STRANGER = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

    private final AnvilFixture anvil = new AnvilFixture();
    private final Address stranger = anvil.address(STRANGER);
    private final Address untouched = anvil.address("0x00000000000000000000000000000000DeaDBeef");
    private final Address contract = anvil.address(anvil.control.create(STOPS, BigInteger.ZERO));
    private final EvmChain nowhere = EvmChain.open(
            SettingsReader.read(Map.of(
                    "name", "nowhere",
                    "url", "http://127.0.0.1:1",
                    "chainId", Integer.toString(AnvilFixture.CHAIN_ID),
                    "symbol", "ETH")),
            Clock.systemUTC(),
            System::nanoTime);
    private long paid;
    private long sequence;

    AnvilKit() throws Exception {
        anvil.control.mineOnDemandOnly();
        anvil.control.mine(1);
    }

    @Override
    public EvmChain chain() {
        return anvil.adapter;
    }

    @Override
    public ChainDescriptor descriptor() {
        return anvil.adapter.descriptor();
    }

    @Override
    public ChainReader reader() {
        return anvil.adapter.reader();
    }

    @Override
    public FeeEstimator fees() {
        return anvil.adapter.fees();
    }

    @Override
    public Payment pay() throws Exception {
        BigInteger wei = BigInteger.valueOf(1_000 + ++paid);
        TxId id = new TxId(anvil.control.pay(STRANGER, wei));
        return new Payment(id, stranger, new Amount(AnvilFixture.COIN, wei));
    }

    @Override
    public void mine(int blocks) throws Exception {
        anvil.control.mine(blocks);
    }

    @Override
    public void reorganise(int depth) throws Exception {
        anvil.control.call("anvil_reorg", depth, AnvilControl.json("[]"));
    }

    @Override
    public TxId unknown() {
        return new TxId("0x" + "00".repeat(32));
    }

    @Override
    public SignedTx payment() throws Exception {
        return anvil.signed(stranger, AnvilFixture.ETHER, sequence++, anvil.fee());
    }

    @Override
    public SignedTx payment(long number, FeeQuote fee) {
        return anvil.signed(stranger, AnvilFixture.ETHER, number, fee);
    }

    @Override
    public Broadcaster withoutNode() {
        return nowhere.broadcaster();
    }

    @Override
    public EvmChain elsewhere() {
        return nowhere;
    }

    @Override
    public EvmChain accounts() {
        return anvil.adapter;
    }

    @Override
    public EvmChain accountsElsewhere() {
        return nowhere;
    }

    @Override
    public Address sender() {
        return anvil.own;
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public Address untouched() {
        return untouched;
    }

    @Override
    public Address contract() {
        return contract;
    }

    @Override
    public List<Address> plain() {
        return List.of(anvil.own, stranger, untouched);
    }

    /** As geth and what descends from it. */
    @Override
    public int demandedPercent() {
        return DEMANDED_PERCENT;
    }

    /** The limits that hold where none are configured. */
    @Override
    public FeeQuote dearest() {
        return new FeeQuote(
                AnvilFixture.COIN, BigInteger.valueOf(500_000_000_000L), BigInteger.valueOf(50_000_000_000L), 21_000);
    }

    @Override
    public void close() {
        nowhere.close();
        anvil.close();
    }
}
