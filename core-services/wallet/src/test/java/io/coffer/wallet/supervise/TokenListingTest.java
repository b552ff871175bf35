// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.NetworkListing;
import io.coffer.api.asset.OutboundHalt;
import io.coffer.api.core.AssetCommand;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.request.Refusal;
import io.coffer.api.wallet.DepositState;
import io.coffer.spi.asset.CreditRule;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.wallet.scripted.Faults.Call;
import io.coffer.wallet.scripted.Faults.Fault;
import io.coffer.wallet.scripted.ScriptedToken;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be listed, and what happens when a contract changes its mind. */
class TokenListingTest {
    private static final int FINAL = Bench.CONFIRMATIONS + 1;

    @TempDir
    Path folder;

    private TokenBench tokens;
    private Bench bench;
    private ScriptedToken fresh;

    @BeforeEach
    void begin() throws Exception {
        tokens = new TokenBench(folder, CreditRule.AS_LOGGED);
        bench = tokens.bench;
        fresh = new ScriptedToken(Bench.CHAIN.caip2(), "scfresh", CreditRule.AS_LOGGED);
    }

    @AfterEach
    void end() throws Exception {
        tokens.close();
    }

    private List<OutboundHalt> halts() {
        return bench.core.read(state -> List.copyOf(state.outboundHalts()));
    }

    @Test
    void aTokenThatNoPluginBringsIsListedOnlyWithItsDepositsOff() throws Exception {
        assertThat(Bench.refused(tokens.list(fresh.id(), true))).isEqualTo("token.no-plugin");
        Bench.done(tokens.list(fresh.id(), false));
        bench.mine(1);
        assertThat(tokens.reason()).contains("no plugin brings it");
    }

    @Test
    @DisplayName("H21 a token is not listed with other decimals than its plugin says")
    void h21_pluginDiffers() throws Exception {
        bench.wallet.pluginArrived(fresh, "fresh/1");
        assertThat(Bench.refused(tokens.list(fresh.id(), 8, true))).isEqualTo("token.refused");
    }

    @Test
    @DisplayName("H21 a token is not listed with other decimals than its contract says")
    void h21_contractDiffers() throws Exception {
        bench.wallet.pluginArrived(fresh, "fresh/1");
        bench.node.contracts().decimals("scfresh", 18);
        NetworkListing wanted = new NetworkListing(
                new NetworkAsset(fresh.id(), TokenBench.DECIMALS),
                new AssetId("FRESH"),
                Amount.zero(fresh.id()),
                true,
                true);
        long position = bench.core.status().position();
        // May be asked before there is a ledger asset, and leaves no trace.
        assertThat(bench.wallet.wallets().listingRefusal(wanted).map(Refusal::code))
                .contains("token.decimals-differ");
        assertThat(bench.core.status().position()).isEqualTo(position);
        assertThat(Bench.refused(tokens.list(fresh.id(), true))).isEqualTo("token.decimals-differ");
        bench.node.contracts().decimals("scfresh", 6);
        assertThat(bench.wallet.wallets().listingRefusal(wanted)).isEmpty();
        Bench.done(tokens.list(fresh.id(), true));
    }

    @Test
    void aTokenWhoseContractCannotBeAskedIsNotListedYet() throws Exception {
        bench.wallet.pluginArrived(fresh, "fresh/1");
        bench.faults.next(Call.CALL, Fault.UNREACHABLE, Fault.GARBAGE);
        assertThat(Bench.refused(tokens.list(fresh.id(), true))).isEqualTo("chain.adapter-failed");
        assertThat(Bench.refused(tokens.list(fresh.id(), true))).isEqualTo("token.decimals-unknown");
        Bench.done(tokens.list(fresh.id(), true));
    }

    @Test
    @DisplayName("H21 when a contract says other decimals nothing of it is sent, and deposits go to the desk, once")
    void h21_decimalsChange() throws Exception {
        bench.mine(1);
        bench.node.contracts().decimals(TokenBench.CONTRACT, 18);
        bench.mine(1);
        assertThat(halts()).isEmpty();
        bench.clock.pass(600_000);
        bench.settle();
        assertThat(halts()).singleElement().satisfies(halt -> {
            assertThat(halt.asset()).isEqualTo(TokenBench.TOK);
            assertThat(halt.reason()).contains("18 decimals, it is listed with 6");
        });
        assertThat(tokens.listing().deposits()).isFalse();
        assertThat(tokens.reason()).contains("18 decimals, it is listed with 6");
        String tx = tokens.pay(500);
        bench.mine(FINAL);
        assertThat(tokens.deposit(tx, 0).orElseThrow().progress().state()).isEqualTo(DepositState.UNATTRIBUTED);
        assertThat(tokens.balance()).isZero();
        tokens.booksAgreeWithTheChain();

        long position = bench.core.status().position();
        bench.clock.pass(1_200_000);
        bench.settle();
        assertThat(halts()).hasSize(1);
        assertThat(bench.core.status().position()).isLessThan(position + 20);
        assertThat(Bench.refused(tokens.list(tokens.plugin.id(), true))).isEqualTo("token.decimals-differ");
    }

    @Test
    @DisplayName("H21 switches that an operator sets while the contract is asked stay as they were set")
    void h21_switchesStay() throws Exception {
        bench.between = core -> new StoppingCore(core, command -> {
            if (command instanceof AssetCommand.HaltOutbound) {
                switchWithdrawalsOff();
            }
            return false;
        });
        bench.node.contracts().decimals(TokenBench.CONTRACT, 18);
        bench.restartWallet();
        bench.wallet.pluginArrived(tokens.plugin, "token/1");
        bench.mine(1);
        assertThat(halts()).hasSize(1);
        assertThat(tokens.listing().deposits()).isFalse();
        assertThat(tokens.listing().withdrawals()).isFalse();
    }

    private void switchWithdrawalsOff() {
        NetworkListing now = tokens.listing();
        try {
            bench.core.submit(
                    bench.nextKey().id(),
                    new AssetCommand.ListOnNetwork(new NetworkListing(
                            now.asset(), now.ledgerAsset(), now.minimumDeposit(), now.deposits(), false)));
        } catch (CoreUnavailableException gone) {
            throw new IllegalStateException(gone);
        }
    }

    @Test
    @DisplayName("H21 a contract that has changed while the node was down is found before a block is read with it")
    void h21_beforeTheFirstBlock() throws Exception {
        String tx = tokens.pay(500);
        bench.node.mine();
        bench.node.contracts().decimals(TokenBench.CONTRACT, 0);
        bench.restartAll();
        bench.wallet.pluginArrived(tokens.plugin, "token/1");
        bench.mine(FINAL);
        assertThat(halts()).hasSize(1);
        assertThat(tokens.deposit(tx, 0).orElseThrow().progress().state()).isEqualTo(DepositState.UNATTRIBUTED);
        assertThat(tokens.balance()).isZero();
    }

    @Test
    void anAnswerThatCannotBeReadStopsNothing() throws Exception {
        bench.mine(1);
        bench.faults.always(Call.CALL, Fault.GARBAGE);
        bench.clock.pass(600_000);
        bench.settle();
        tokens.pay(500);
        bench.mine(FINAL);
        assertThat(tokens.reason()).contains("does not say its decimals");
        assertThat(halts()).isEmpty();
        assertThat(tokens.balance()).isEqualTo(BigInteger.valueOf(500));
    }
}
