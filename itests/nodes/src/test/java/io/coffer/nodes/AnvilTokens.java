// SPDX-License-Identifier: Apache-2.0
package io.coffer.nodes;

import io.coffer.asset.erc20.Erc20Protocol;
import io.coffer.spi.asset.AssetDescriptor;
import io.coffer.spi.asset.AssetKind;
import io.coffer.spi.asset.CreditRule;
import io.coffer.spi.asset.TokenHost;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockPage;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.FeeUrgency;
import io.coffer.spi.chain.Movement;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.testkit.node.AnvilContract;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tokens on an anvil: real contracts, compiled from Solidity. */
final class AnvilTokens {
    static final int DECIMALS = 6;
    static final long SUPPLY = 1_000_000_000_000L;

    private static final ChainId CHAIN = new ChainId("eip155:" + AnvilFixture.CHAIN_ID);

    private final AnvilFixture anvil;

    AnvilTokens(AnvilFixture anvil) {
        this.anvil = anvil;
    }

    /** A contract with its supply in the hands of the fixture's key and of {@code holder}. */
    AnvilContract deploy(String name, Address holder, Object... arguments) throws Exception {
        AnvilContract contract = AnvilContract.deploy(anvil.node.url(), name, arguments);
        for (Address each : List.of(anvil.own, holder)) {
            contract.sendAndAwait("mint(address,uint256)", each.text(), SUPPLY);
        }
        return contract;
    }

    AnvilContract honest(Address holder) throws Exception {
        return deploy(AnvilContract.HONEST_TOKEN, holder, "TOK", DECIMALS);
    }

    static TokenProtocol protocol(AnvilContract contract) {
        return protocol(CHAIN, contract.address());
    }

    static TokenProtocol protocol(ChainId chain, String contract) {
        NetworkAssetId id = new NetworkAssetId(chain + "/erc20:" + contract);
        AssetDescriptor token = new AssetDescriptor(new NetworkAsset(id, DECIMALS), "TOK", AssetKind.TOKEN);
        return new Erc20Protocol(new Address(chain, contract), token, CreditRule.AS_ARRIVED);
    }

    AccountChain hosting(TokenProtocol... tokens) {
        return host().hosting(List.of(tokens));
    }

    TokenHost host() {
        return anvil.adapter.capability(TokenHost.class).orElseThrow();
    }

    /** A transfer from the fixture's key, quoted, assembled and signed as the core would have it done. */
    SignedTx signed(AccountChain hosted, TokenProtocol token, Address to, long units) throws Exception {
        FeeQuote fee = host().quote(token.encode(transfer(token, to, units)), anvil.own, FeeUrgency.NORMAL);
        return signed(hosted, token, to, units, fee);
    }

    SignedTx signed(AccountChain hosted, TokenProtocol token, Address to, long units, FeeQuote fee) throws Exception {
        UnsignedTx unsigned = hosted.assemble(
                List.of(transfer(token, to, units)), anvil.key.publicKey(), hosted.minedSequence(anvil.own), fee);
        return hosted.codec()
                .combine(
                        unsigned,
                        List.of(anvil.key.sign(hosted.codec().payloads(unsigned).get(0))));
    }

    static TransferIntent transfer(TokenProtocol token, Address to, long units) {
        return new TransferIntent(to, amount(token, units), Optional.empty());
    }

    static Amount amount(TokenProtocol token, long units) {
        return new Amount(token.token().asset().id(), BigInteger.valueOf(units));
    }

    /** What reached {@code to} after a block. */
    static List<Movement> received(AccountChain chain, Address to, BlockRef after, int limit) throws Exception {
        List<Movement> received = new ArrayList<>();
        BlockRef tip = after;
        BlockPage page = chain.reader().read(tip, limit);
        while (!page.events().isEmpty()) {
            for (BlockEvent event : page.events()) {
                ((BlockEvent.Added) event)
                        .movements().stream()
                                .filter(movement -> movement.to().equals(to))
                                .forEach(received::add);
                tip = event.block();
            }
            page = chain.reader().read(tip, limit);
        }
        return received;
    }
}
