// SPDX-License-Identifier: Apache-2.0
package io.coffer.nodes;

import io.coffer.chain.evm.EvmChain;
import io.coffer.chain.evm.SettingsReader;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.Broadcaster;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.ChainDescriptor;
import io.coffer.spi.chain.ChainReader;
import io.coffer.spi.chain.FeeEstimator;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Amount;
import io.coffer.testkit.chain.BroadcasterContract;
import io.coffer.testkit.chain.ChainReaderContract;
import io.coffer.testkit.chain.ChainReaderContract.Payment;
import io.coffer.testkit.chain.FeeEstimatorContract;
import java.math.BigInteger;
import java.time.Clock;
import java.util.Map;

/** An anvil that mines on demand only and the adapter for it, as the conformance kit asks for them. */
final class AnvilKit implements ChainReaderContract.Fixture, BroadcasterContract.Fixture, FeeEstimatorContract.Fixture {
    private static final String STRANGER = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

    private final AnvilFixture anvil = new AnvilFixture();
    private final Address stranger = anvil.address(STRANGER);
    private long paid;
    private long sequence;

    AnvilKit() throws Exception {
        anvil.control.mineOnDemandOnly();
        anvil.control.mine(1);
    }

    @Override
    public ChainAdapter chain() {
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
    public Broadcaster withoutNode() throws Exception {
        Map<String, Object> nowhere = Map.of(
                "name", "nowhere",
                "url", "http://127.0.0.1:1",
                "chainId", Integer.toString(AnvilFixture.CHAIN_ID),
                "symbol", "ETH");
        return EvmChain.open(SettingsReader.read(nowhere), Clock.systemUTC(), System::nanoTime)
                .broadcaster();
    }

    @Override
    public void close() {
        anvil.close();
    }
}
