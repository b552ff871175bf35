// SPDX-License-Identifier: Apache-2.0
package io.coffer.nodes;

import static io.coffer.nodes.AnvilTokens.SUPPLY;
import static io.coffer.nodes.AnvilTokens.amount;
import static io.coffer.nodes.AnvilTokens.protocol;
import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.chain.evm.EvmChain;
import io.coffer.spi.asset.TokenHost;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainReader;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.FeeUrgency;
import io.coffer.spi.chain.Movement;
import io.coffer.spi.chain.ReplacementFees;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.SubmitOutcome.Accepted;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.TxStatus;
import io.coffer.spi.money.Amount;
import io.coffer.testkit.node.AnvilContract;
import java.math.BigInteger;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tokens as real contracts make them move, honest ones and others. */
class EvmTokensAnvilIT {
    private static final long UNITS = 100_000;

    private AnvilFixture anvil;
    private AnvilTokens tokens;
    private AnvilContract purse;
    private Address holder;
    private Address to;

    @BeforeEach
    void start() throws Exception {
        anvil = new AnvilFixture();
        tokens = new AnvilTokens(anvil);
        purse = AnvilContract.deploy(anvil.node.url(), AnvilContract.PURSE);
        holder = anvil.address(purse.address());
        to = anvil.address("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
    }

    @AfterEach
    void stop() {
        anvil.close();
    }

    private BlockRef head() throws Exception {
        return anvil.adapter.reader().head();
    }

    private TxId pay(String function, AnvilContract token, long units) throws Exception {
        return new TxId(purse.sendAndAwait(function + "(address,address,uint256)", token.address(), to.text(), units));
    }

    private TxStatus status(AccountChain hosted, SignedTx sent) throws Exception {
        assertThat(hosted.broadcaster().submit(sent)).isEqualTo(new Accepted());
        anvil.control.awaitMinedAtOnce(sent.id().text());
        return hosted.reader().status(sent.id());
    }

    private boolean succeeded(AccountChain hosted, SignedTx sent) throws Exception {
        return ((TxStatus.Mined) status(hosted, sent)).succeeded();
    }

    private List<Movement> received(AccountChain hosted, BlockRef after) throws Exception {
        return AnvilTokens.received(hosted, to, after, ChainReader.MAX_BLOCKS);
    }

    @Test
    @DisplayName("H04 a forged Transfer of a contract that calls itself USDT is nothing, beside a true one too")
    void h04_forgedTransferIsNothing() throws Exception {
        AnvilContract honest = tokens.honest(holder);
        AnvilContract forger = AnvilContract.deploy(anvil.node.url(), AnvilContract.FORGER);
        AccountChain hosted = tokens.hosting(protocol(honest));
        BlockRef before = head();
        forger.sendAndAwait("forge(address,address,uint256)", holder.text(), to.text(), 1_000_000);
        assertThat(received(hosted, before)).isEmpty();
        String id = purse.sendAndAwait(
                "payAfterForgery(address,address,address,uint256)",
                forger.address(),
                honest.address(),
                to.text(),
                UNITS);
        assertThat(received(hosted, before)).singleElement().satisfies(movement -> {
            assertThat(movement.tx()).isEqualTo(new TxId(id));
            assertThat(movement.amount()).isEqualTo(amount(protocol(honest), UNITS));
            assertThat(movement.position())
                    .as("the forged log has a place, too")
                    .isEqualTo(2);
        });
    }

    @Test
    @DisplayName("H05 a token that gives back false moves nothing in, and nothing of ours out")
    void h05_falseReturnMovesNothing() throws Exception {
        AnvilContract token = tokens.deploy(AnvilContract.FALSE_TOKEN, holder, "FALSE", AnvilTokens.DECIMALS);
        AccountChain hosted = tokens.hosting(protocol(token));
        BlockRef before = head();
        TxId paid = pay("pay", token, UNITS);
        assertThat(anvil.control
                        .call("eth_getTransactionReceipt", paid.text())
                        .path("status")
                        .textValue())
                .isEqualTo("0x1");
        assertThat(received(hosted, before)).isEmpty();

        SignedTx sent = tokens.signed(hosted, protocol(token), to, UNITS);
        TxStatus.Mined mined = (TxStatus.Mined) status(hosted, sent);
        assertThat(mined.succeeded()).isFalse();
        assertThat(mined.fee().isZero()).isFalse();
        assertThat(received(hosted, before)).isEmpty();
        assertThat(token.ask("balanceOf(address)", anvil.own.text())).isEqualTo(SUPPLY);

        token.sendAndAwait("setRefusing(bool)", false);
        assertThat(succeeded(hosted, tokens.signed(hosted, protocol(token), to, UNITS)))
                .isTrue();
        assertThat(token.ask("balanceOf(address)", to.text())).isEqualTo(UNITS);
    }

    @Test
    @DisplayName("H06 what was logged in a transaction that was undone is nothing, coming in or going out")
    void h06_undoneTransfersMoveNothing() throws Exception {
        AnvilContract token = tokens.deploy(AnvilContract.REVERTING_TOKEN, holder, "REV", AnvilTokens.DECIMALS);
        AccountChain hosted = tokens.hosting(protocol(token));
        BlockRef before = head();
        TxId failed = pay("payAndFail", token, UNITS);
        assertThat(((TxStatus.Mined) hosted.reader().status(failed)).succeeded())
                .isFalse();
        FeeQuote fee = tokens.host()
                .quote(
                        protocol(token).encode(AnvilTokens.transfer(protocol(token), to, UNITS)),
                        anvil.own,
                        FeeUrgency.NORMAL);
        token.sendAndAwait("setReverting(bool)", true);
        assertThat(succeeded(hosted, tokens.signed(hosted, protocol(token), to, UNITS, fee)))
                .isFalse();
        assertThat(received(hosted, before)).isEmpty();
        assertThat(token.ask("balanceOf(address)", to.text())).isZero();
        assertThat(AnvilFixture.failure(() -> tokens.signed(hosted, protocol(token), to, UNITS)))
                .as("the reason that the contract gives")
                .hasMessageContaining("transfers are stopped");
    }

    @Test
    @DisplayName("H07 of a token that keeps a part, what arrives is what is reported, and the whole left the sender")
    void h07_feeOnTransfer() throws Exception {
        AnvilContract token = tokens.deploy(AnvilContract.FEE_TOKEN, holder, "FEE", AnvilTokens.DECIMALS, 5, false);
        AccountChain hosted = tokens.hosting(protocol(token));
        BlockRef before = head();
        pay("pay", token, UNITS);
        assertThat(received(hosted, before))
                .extracting(Movement::amount)
                .containsExactly(amount(protocol(token), UNITS * 95 / 100));
        assertThat(succeeded(hosted, tokens.signed(hosted, protocol(token), to, UNITS)))
                .isTrue();
        assertThat(token.ask("balanceOf(address)", anvil.own.text())).isEqualTo(SUPPLY - UNITS);
        assertThat(received(hosted, before)).hasSize(2);
        assertThat(token.ask("balanceOf(address)", to.text())).isEqualTo(2 * UNITS * 95 / 100);
    }

    @Test
    @DisplayName("H07 of a token that takes more than was sent it is told how much that was")
    void h07_feeOnTop() throws Exception {
        AnvilContract token = tokens.deploy(AnvilContract.FEE_TOKEN, holder, "TOP", AnvilTokens.DECIMALS, 5, true);
        AccountChain hosted = tokens.hosting(protocol(token));
        SignedTx sent = tokens.signed(hosted, protocol(token), to, UNITS);
        TxStatus.MinedOtherwise moved = (TxStatus.MinedOtherwise) status(hosted, sent);
        assertThat(moved.left()).isEqualTo(amount(protocol(token), UNITS * 105 / 100));
        assertThat(moved.back().isZero()).isTrue();
        assertThat(token.ask("balanceOf(address)", anvil.own.text())).isEqualTo(SUPPLY - UNITS * 105 / 100);
    }

    @Test
    @DisplayName("H07 a token that logs more than arrives is caught by the balance before and after the block")
    void h07_lyingLogs() throws Exception {
        AnvilContract token = tokens.deploy(AnvilContract.LYING_TOKEN, holder, AnvilTokens.DECIMALS, 5);
        TokenProtocol protocol = protocol(token);
        AccountChain hosted = tokens.hosting(protocol);
        BlockRef before = head();
        pay("pay", token, UNITS);
        Amount logged = received(hosted, before).get(0).amount();
        Amount grown = balance(protocol, head()).minus(balance(protocol, before));
        assertThat(logged).isEqualTo(amount(protocol, UNITS));
        assertThat(grown).isEqualTo(amount(protocol, 95_000));
        assertThat(protocol.creditRule().credited(logged, grown)).isEqualTo(grown);
    }

    private Amount balance(TokenProtocol protocol, BlockRef at) throws Exception {
        return protocol.balance(tokens.host().call(protocol.balanceCall(to), at))
                .orElseThrow();
    }

    @Test
    @DisplayName("H08 a second node, another page length and a new adapter tell the same movements at the same places")
    void h08_sameKeysFromEveryNode() throws Exception {
        AnvilContract one = tokens.honest(holder);
        AnvilContract two = tokens.honest(holder);
        BlockRef before = head();
        for (int i = 1; i <= 4; i++) {
            pay("pay", one, i * UNITS);
            pay("payTwice", two, i * UNITS);
        }
        List<Movement> all = received(tokens.hosting(protocol(one), protocol(two)), before);
        assertThat(all).hasSize(12);
        assertThat(all.stream().map(movement -> movement.tx() + ":" + movement.position()))
                .doesNotHaveDuplicates();
        for (Set<String> lacking : List.of(Set.<String>of(), Set.of("eth_getBlockReceipts"))) {
            try (FilteringProxy second = new FilteringProxy(anvil.node.url(), lacking);
                    EvmChain adapter = AnvilFixture.open(
                            anvil.node, Clock.systemUTC(), "url", second.url().toString(), "blockRange", "3")) {
                AccountChain hosted = adapter.capability(TokenHost.class)
                        .orElseThrow()
                        .hosting(List.of(protocol(two), protocol(one)));
                for (int limit : new int[] {1, 5}) {
                    assertThat(AnvilTokens.received(hosted, to, before, limit)).isEqualTo(all);
                }
            }
        }
    }

    @Test
    @DisplayName("H09 two equal transfers in one transaction are two movements")
    void h09_twoLogsInOneTransaction() throws Exception {
        AnvilContract token = tokens.honest(holder);
        AccountChain hosted = tokens.hosting(protocol(token));
        BlockRef before = head();
        TxId id = pay("payTwice", token, UNITS);
        assertThat(received(hosted, before))
                .hasSize(2)
                .allSatisfy(movement -> {
                    assertThat(movement.tx()).isEqualTo(id);
                    assertThat(movement.amount()).isEqualTo(amount(protocol(token), UNITS));
                })
                .extracting(Movement::position)
                .containsExactly(1, 2);
        assertThat(token.ask("balanceOf(address)", to.text())).isEqualTo(2 * UNITS);
    }

    @Test
    @DisplayName("H10 a transfer that is mined again behind others in its block keeps its place")
    void h10_reorganisedTransferKeepsItsPlace() throws Exception {
        AnvilContract token = tokens.honest(holder);
        AccountChain hosted = tokens.hosting(protocol(token));
        BlockRef before = head();
        SignedTx sent = tokens.signed(hosted, protocol(token), to, UNITS);
        status(hosted, sent);
        List<Movement> first = received(hosted, before);
        BlockRef orphan = head();
        assertThat(blockIndex(sent)).isZero();

        String from = anvil.control.call("eth_accounts").path(0).textValue();
        String mint = "0x40c10f19" + "0".repeat(24) + holder.text().substring(2) + "0".repeat(63) + "1";
        String other =
                "[{'from':'" + from + "','to':'" + token.address() + "','gas':'0x186a0','input':'" + mint + "'},0]";
        String again = "['0x" + sent.encoded().toHex() + "',0]";
        anvil.control.call("anvil_reorg", 1, AnvilControl.json("[" + other + "," + again + "]"));

        assertThat(hosted.reader().read(orphan, 10).events()).containsExactly(new BlockEvent.Removed(orphan));
        assertThat(blockIndex(sent)).as("another log is before it").isPositive();
        assertThat(received(hosted, before)).isEqualTo(first).hasSize(1);
        assertThat(((TxStatus.Mined) hosted.reader().status(sent.id())).succeeded())
                .isTrue();
    }

    private BigInteger blockIndex(SignedTx sent) throws Exception {
        return AnvilControl.number(anvil.control
                .call("eth_getTransactionReceipt", sent.id().text())
                .path("logs")
                .path(0)
                .path("logIndex"));
    }

    @Test
    @DisplayName("H21 what a contract says of its decimals can be asked at any time")
    void h21_decimalsThatChangeAreSeen() throws Exception {
        AnvilContract token = tokens.honest(holder);
        TokenProtocol protocol = protocol(token);
        BlockRef before = head();
        token.sendAndAwait("setDecimals(uint8)", 18);
        var question = protocol.decimalsCall().orElseThrow();
        assertThat(protocol.decimals(tokens.host().call(question, before))).hasValue(AnvilTokens.DECIMALS);
        assertThat(protocol.decimals(tokens.host().call(question, head()))).hasValue(18);
    }

    @Test
    @DisplayName("H22 a token's transfer that is stuck is replaced at a dearer price")
    void h22_replacedTransfer() throws Exception {
        AnvilContract token = tokens.honest(holder);
        TokenProtocol protocol = protocol(token);
        AccountChain hosted = tokens.hosting(protocol);
        anvil.control.mineOnDemandOnly();
        FeeQuote stuck = tokens.host()
                .quote(protocol.encode(AnvilTokens.transfer(protocol, to, UNITS)), anvil.own, FeeUrgency.NORMAL);
        SignedTx first = tokens.signed(hosted, protocol, to, UNITS, stuck);
        assertThat(hosted.broadcaster().submit(first)).isEqualTo(new Accepted());
        FeeQuote more = hosted.capability(ReplacementFees.class).orElseThrow().replacement(stuck, FeeUrgency.NORMAL);
        assertThat(more.weight()).isEqualTo(stuck.weight());
        SignedTx second = tokens.signed(hosted, protocol, to, UNITS, more);
        assertThat(hosted.broadcaster().submit(second)).isEqualTo(new Accepted());
        anvil.control.mine(1);
        assertThat(((TxStatus.Mined) hosted.reader().status(second.id())).succeeded())
                .isTrue();
        assertThat(hosted.reader().status(first.id())).isEqualTo(new TxStatus.Unknown());
        assertThat(token.ask("balanceOf(address)", to.text())).isEqualTo(UNITS);
    }

    @Test
    void aLegacyTransferOfATokenIsSentAndSucceeds() throws Exception {
        AnvilContract token = tokens.honest(holder);
        try (EvmChain legacy = AnvilFixture.open(anvil.node, Clock.systemUTC(), "transactions", "legacy")) {
            TokenHost host = legacy.capability(TokenHost.class).orElseThrow();
            TokenProtocol protocol = protocol(token);
            AccountChain hosted = host.hosting(List.of(protocol));
            FeeQuote fee = host.quote(
                    protocol.encode(AnvilTokens.transfer(protocol, to, UNITS)), anvil.own, FeeUrgency.NORMAL);
            SignedTx sent = tokens.signed(hosted, protocol, to, UNITS, fee);
            assertThat(succeeded(hosted, sent)).isTrue();
            assertThat(anvil.control
                            .call("eth_getTransactionByHash", sent.id().text())
                            .path("type")
                            .textValue())
                    .isEqualTo("0x0");
        }
        assertThat(token.ask("balanceOf(address)", to.text())).isEqualTo(UNITS);
    }
}
