// SPDX-License-Identifier: Apache-2.0
package io.coffer.nodes;

import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.ChainReader;
import io.coffer.spi.chain.PayloadSignature;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.SigningPayload;
import io.coffer.spi.chain.TxId;
import io.coffer.testkit.asset.TokenHostContract;
import io.coffer.testkit.chain.ChainReaderContract;
import io.coffer.testkit.chain.ChainReaderContract.Payment;
import io.coffer.testkit.node.AnvilContract;
import java.math.BigInteger;
import java.util.List;

/** An anvil that mines on demand only, with two honest tokens, as the conformance kit asks for them. */
final class AnvilTokenKit implements TokenHostContract.Fixture, ChainReaderContract.Fixture {
    private final AnvilFixture anvil = new AnvilFixture();
    private final Address receiver = anvil.address("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
    private final AnvilContract purse = AnvilContract.deploy(anvil.node.url(), AnvilContract.PURSE);
    private final List<AnvilContract> contracts;
    private final AccountChain hosted;
    private long paid;

    AnvilTokenKit() throws Exception {
        AnvilTokens tokens = new AnvilTokens(anvil);
        Address holder = anvil.address(purse.address());
        contracts = List.of(tokens.honest(holder), tokens.honest(holder));
        String account = anvil.control.call("eth_accounts").path(0).textValue();
        contracts.get(0).sendAndAwait("mint(address,uint256)", account, AnvilTokens.SUPPLY);
        hosted = tokens.hosting(token(), otherToken());
        anvil.control.mineOnDemandOnly();
    }

    @Override
    public AccountChain chain() {
        return anvil.adapter;
    }

    @Override
    public TokenProtocol token() {
        return AnvilTokens.protocol(contracts.get(0));
    }

    @Override
    public TokenProtocol otherToken() {
        return AnvilTokens.protocol(contracts.get(1));
    }

    @Override
    public TokenProtocol elsewhere() {
        return AnvilTokens.protocol(new ChainId("eip155:1"), contracts.get(0).address());
    }

    @Override
    public Address receiver() {
        return receiver;
    }

    @Override
    public PublicKey sender() {
        return anvil.key.publicKey();
    }

    @Override
    public PayloadSignature sign(SigningPayload payload) {
        return anvil.key.sign(payload);
    }

    /** Of the hosted chain. */
    @Override
    public ChainReader reader() {
        return hosted.reader();
    }

    /** Of the first token, by a call of its contract. */
    @Override
    public Payment pay() throws Exception {
        long units = 1_000 + ++paid;
        TxId id = new TxId(contracts.get(0).send("transfer(address,uint256)", receiver.text(), units));
        return new Payment(id, receiver, AnvilTokens.amount(token(), units));
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
    public TxId pay(TokenProtocol token, BigInteger units) throws Exception {
        return send("pay", token, units);
    }

    @Override
    public TxId payTwice(TokenProtocol token, BigInteger units) throws Exception {
        return send("payTwice", token, units);
    }

    @Override
    public TxId payAndFail(TokenProtocol token, BigInteger units) throws Exception {
        return send("payAndFail", token, units);
    }

    private TxId send(String function, TokenProtocol token, BigInteger units) throws Exception {
        return new TxId(purse.send(
                function + "(address,address,uint256)", token.contract().text(), receiver.text(), units));
    }

    @Override
    public void mine(int blocks) throws Exception {
        anvil.control.mine(blocks);
    }

    @Override
    public void close() {
        anvil.close();
    }
}
