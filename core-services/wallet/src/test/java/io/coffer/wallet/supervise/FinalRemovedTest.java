// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.asset.OutboundHalt;
import io.coffer.api.core.MoneyState;
import io.coffer.api.node.ChainStatus;
import io.coffer.api.node.Halts.Kind;
import io.coffer.api.node.Halts.Reset;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.FrozenAccount;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was final in removed blocks is taken back by rule, without waiting for a person. */
class FinalRemovedTest {
    private static final long UNITS = 10_000;

    @TempDir
    Path folder;

    private Bench bench;
    private AccountId account;
    private OwnAddress address;

    @BeforeEach
    void begin() throws Exception {
        bench = new Bench(folder, false);
        bench.settings = Bench.settings(Map.of());
        bench.restartWallet();
        bench.settle();
        bench.allowWithdrawals();
        bench.fundHotWallet(100_000);
        account = bench.account();
        address = bench.address(account);
        bench.mine(2);
    }

    @AfterEach
    void end() throws Exception {
        bench.close();
    }

    private void credit() {
        bench.node.pay(address.address().text(), UNITS);
        bench.mine(Bench.CONFIRMATIONS);
        assertThat(bench.available(account)).isEqualTo(UNITS);
    }

    /** Other blocks in the place of the newest, and one more. */
    private void replace(int depth, boolean keepTransactions) {
        bench.node.rollBack(depth, keepTransactions);
        bench.node.mineEmpty(depth + 1);
        bench.settle();
    }

    private void booksAgreeWithTheChainAndTheJournal() throws Exception {
        assertThat(bench.custody()).isEqualTo(bench.onChain());
        assertThat(bench.core.read(state -> state.trialBalance()).isBalanced()).isTrue();
        assertThat(bench.core.replay(0)).isEqualTo(bench.core.stateHash());
    }

    @Test
    @DisplayName(
            "H11 a credit whose final block is removed is taken back at once, and the status says so until it is seen")
    void h11_takenBackAtOnce() throws Exception {
        credit();
        replace(Bench.CONFIRMATIONS, false);
        assertThat(bench.wallet.halt(Bench.CHAIN)).isEmpty();
        assertThat(bench.total(account)).isZero();
        assertThat(bench.status().state()).isEqualTo(ChainStatus.State.SCANNING);
        assertThat(bench.status().cursor()).contains(bench.node.head());
        assertThat(bench.status().reason().orElseThrow())
                .contains("counted as final", "1 deposits and withdrawals were taken back");
        bench.mine(2);
        assertThat(bench.status().reason()).as("it stays").isPresent();
        assertThat(bench.core.<List<OutboundHalt>>read(MoneyState::outboundHalts))
                .extracting(OutboundHalt::asset)
                .containsExactly(Bench.ASSET);
        assertThat(bench.core.<List<FrozenAccount>>read(MoneyState::frozenAccounts))
                .extracting(FrozenAccount::account)
                .containsExactly(account);
        bench.wallet.resume(Bench.CHAIN);
        assertThat(bench.status().reason()).isEmpty();
        booksAgreeWithTheChainAndTheJournal();
    }

    @Test
    @DisplayName("H11 the same transfer mined again is credited again, once")
    void h11_minedAgain() throws Exception {
        credit();
        replace(Bench.CONFIRMATIONS + 1, true);
        assertThat(bench.total(account)).isZero();
        bench.mine(Bench.CONFIRMATIONS);
        assertThat(bench.total(account)).isEqualTo(UNITS);
        bench.mine(2);
        assertThat(bench.total(account)).isEqualTo(UNITS);
        booksAgreeWithTheChainAndTheJournal();
    }

    @Test
    @DisplayName(
            "H11 a withdrawal whose final block is removed is open again by rule, and settles once by the same bytes")
    void h11_withdrawal() throws Exception {
        credit();
        Withdrawal withdrawal = bench.withdraw(account, "scthere", 400);
        bench.mine(Bench.CONFIRMATIONS + 1);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.COMPLETED);
        replace(Bench.CONFIRMATIONS + 1, true);
        assertThat(bench.wallet.halt(Bench.CHAIN)).isEmpty();
        assertThat(bench.state(withdrawal)).isIn(WithdrawalState.BROADCAST, WithdrawalState.AMBIGUOUS);
        bench.mine(Bench.CONFIRMATIONS + 1);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(bench.node.received("scthere")).isEqualTo(400);
        assertThat(bench.signer.signedFor(withdrawal.id())).hasSize(1);
        booksAgreeWithTheChainAndTheJournal();
    }

    @Test
    void aReorganisationAboveFinalityRaisesNothing() {
        credit();
        replace(Bench.CONFIRMATIONS - 1, false);
        assertThat(bench.available(account)).isEqualTo(UNITS);
        assertThat(bench.status().reason()).isEmpty();
    }

    @Test
    void aNodeThatLostItsNewestBlocksTakesNothingBack() {
        credit();
        bench.node.rollBack(Bench.CONFIRMATIONS + 1, false);
        bench.settle();
        assertThat(bench.available(account)).isEqualTo(UNITS);
        assertThat(bench.status().reason().orElseThrow()).contains("BEHIND");
    }

    @Test
    @DisplayName("H11 deeper than the kept blocks stays a halt, and nothing is taken back before it is judged")
    void h11_deeperThanKept() {
        credit();
        bench.node.rollBack(100, false);
        bench.node.replaceGenesis();
        bench.node.mineEmpty(20);
        bench.settle();
        assertThat(bench.halt().kind()).isEqualTo(Kind.ALL_BLOCKS_REMOVED);
        assertThat(bench.available(account)).isEqualTo(UNITS);
    }

    @Test
    @DisplayName(
            "H11 what is final above a cursor that was set back is taken back by rule, too, when reading gets there")
    void h11_aboveTheCursor() throws Exception {
        credit();
        bench.wallet.pause(Bench.CHAIN);
        assertThat(bench.wallet.resetCursor(
                        Bench.CHAIN, Reset.to(bench.node.blocks().get(2).ref())))
                .isEmpty();
        bench.restartAll();
        bench.node.rollBack(Bench.CONFIRMATIONS + 1, false);
        bench.node.mineEmpty(20);
        bench.settle();
        assertThat(bench.wallet.halt(Bench.CHAIN)).isEmpty();
        assertThat(bench.total(account)).isZero();
        assertThat(bench.status().cursor()).contains(bench.node.head());
        assertThat(bench.status().reason().orElseThrow()).contains("counted as final");
        booksAgreeWithTheChainAndTheJournal();
    }

    @Test
    void theRuleIsChangedWhileTheNodeRuns() {
        credit();
        bench.wallet.configure(Bench.settings(Map.of("reorgFinal", "halt")));
        replace(Bench.CONFIRMATIONS, false);
        assertThat(bench.halt().kind()).isEqualTo(Kind.FINAL_BLOCKS_REMOVED);
        assertThat(bench.available(account)).isEqualTo(UNITS);
        bench.wallet.configure(Bench.settings(Map.of("reorgFinal", "reverse")));
        bench.acknowledgeHalt();
        bench.settle();
        assertThat(bench.total(account)).isZero();
    }
}
