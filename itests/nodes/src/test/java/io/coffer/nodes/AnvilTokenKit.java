// SPDX-License-Identifier: Apache-2.0
package io.coffer.nodes;

import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.PayloadSignature;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.SigningPayload;
import io.coffer.spi.chain.TxId;
import io.coffer.testkit.asset.TokenHostContract;
import io.coffer.testkit.node.AnvilContract;
import java.math.BigInteger;
import java.util.List;

/** An anvil that mines on demand only, with two honest tokens, as the conformance kit asks for them. */
final class AnvilTokenKit implements TokenHostContract.Fixture {
    private final AnvilFixture anvil = new AnvilFixture();
    private final Address receiver = anvil.address("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
    private final AnvilContract purse = AnvilContract.deploy(anvil.node.url(), AnvilContract.PURSE);
    private final List<AnvilContract> contracts;

    AnvilTokenKit() throws Exception {
        AnvilTokens tokens = new AnvilTokens(anvil);
        Address holder = anvil.address(purse.address());
        contracts = List.of(tokens.honest(holder), tokens.honest(holder));
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
