// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.core.DepositCommand;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.Balance;
import io.coffer.api.node.ChainStatus;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.HousePurpose;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.asset.CreditRule;
import io.coffer.spi.chain.BlockRef;
import io.coffer.wallet.core.RefusedDecisions;
import io.coffer.wallet.scripted.ScriptedToken;
import io.coffer.wallet.settings.ChainSettingsForm;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What sweeps of a token that keeps a fee bring to the treasury, several of them in one block. */
class TokenSweepArrivalTest {
    private static final int FINAL = Bench.CONFIRMATIONS + 1;
    private static final int SWEEPS = 12;

    @TempDir
    Path folder;

    private TokenBench tokens;
    private Bench bench;
    private RefusingCore core;

    private void start(CreditRule rule) throws Exception {
        tokens = new TokenBench(folder, rule);
        bench = tokens.bench;
        tokens.allowWithdrawals();
        bench.fundHotWallet(100_000);
        sweep();
    }

    private void sweep() throws Exception {
        bench.wallet.configure(ChainSettingsForm.read(
                Map.of("chain", Bench.CHAIN.caip2(), "sweep.threshold.TOK", "0.0005", "sweep.threshold.SCR", "1")));
    }

    @AfterEach
    void end() throws Exception {
        tokens.close();
    }

    private List<Withdrawal> open() {
        return open(HousePurpose.SWEEP);
    }

    private List<Withdrawal> open(HousePurpose purpose) {
        return bench.core.read(state -> List.copyOf(state.openWithdrawals(Bench.CHAIN))).stream()
                .filter(one -> one.request()
                        .house()
                        .map(Payer.House::purpose)
                        .filter(purpose::equals)
                        .isPresent())
                .toList();
    }

    /** Mines the gas that is in the pool, and leaves the sweeps there. */
    private void mineGasOnly() {
        for (Withdrawal gas : open(HousePurpose.GAS)) {
            gas.lastAttempt()
                    .flatMap(Attempt::signed)
                    .map(signed -> signed.id().text())
                    .filter(bench.node::isPending)
                    .ifPresent(bench.node::mineThis);
        }
        bench.node.mineEmpty(1);
    }

    /** Pays to as many addresses and lets the sweeps of all get as far as the pool. */
    private void sweepsInThePool(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            bench.node.payToken(
                    TokenBench.CONTRACT, bench.address(tokens.account).address().text(), 1_000 + 7L * i);
        }
        bench.mine(FINAL);
        for (int i = 0; i < 100 && !areInThePool(count); i++) {
            bench.pass(1_000);
            if (!areInThePool(count)) {
                mineGasOnly();
            }
            bench.settle();
        }
        assertThat(open()).hasSize(count);
        assertThat(bench.node.poolSize()).isEqualTo(count);
    }

    private boolean areInThePool(int count) {
        return open().size() == count && bench.node.poolSize() == count;
    }

    private Set<BlockRef> blocks(List<Withdrawal> sweeps) {
        Set<BlockRef> blocks = new HashSet<>();
        for (Withdrawal sweep : sweeps) {
            bench.withdrawal(sweep.id()).attempt().flatMap(Attempt::block).ifPresent(blocks::add);
        }
        return blocks;
    }

    private void allCompleted(List<Withdrawal> sweeps) {
        assertThat(sweeps).extracting(bench::state).containsOnly(WithdrawalState.COMPLETED);
        assertThat(open()).isEmpty();
    }

    /** To the unit, address by address. */
    private void booksAgreeWithTheChain() {
        tokens.booksAgreeWithTheChain();
        for (KeyPurpose purpose : KeyPurpose.values()) {
            for (OwnAddress own : bench.addresses(purpose)) {
                assertThat(bench.core.<BigInteger>read(state -> state.funds(own.address(), tokens.plugin.id())))
                        .as("tokens of %s", own.address())
                        .isEqualTo(tokensOf(own.address().text()));
            }
        }
    }

    private BigInteger tokensOf(String address) {
        return bench.node.tokens(TokenBench.CONTRACT, address, bench.node.head().height());
    }

    private BigInteger expense() {
        return bench.core.read(state -> List.copyOf(state.ledgerAccounts(Optional.empty(), 1_000))).stream()
                .filter(balance -> balance.account().kind() == AccountKind.GAS_EXPENSE
                        && balance.account().asset().equals(TokenBench.TOK))
                .map(Balance::total)
                .map(BigInteger::abs)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private void nothingChangesByARescan() {
        BigInteger before = expense();
        assertThat(bench.wallet.rescan(Bench.CHAIN, 0)).isTrue();
        bench.settle();
        bench.pass(10_000);
        assertThat(bench.status().state()).isEqualTo(ChainStatus.State.SCANNING);
        assertThat(expense()).isEqualTo(before);
        booksAgreeWithTheChain();
    }

    @ParameterizedTest(name = "{0} %")
    @CsvSource({"2", "10"})
    @DisplayName("H07 all sweeps of a block end, each bears its part of the fee, and a rescan changes nothing")
    void h07_severalSweepsInOneBlock(int percent) throws Exception {
        start(CreditRule.AS_ARRIVED);
        bench.node.contracts().keepFee(TokenBench.CONTRACT, percent);
        sweepsInThePool(SWEEPS);
        List<Withdrawal> sweeps = open();
        BigInteger sent =
                sweeps.stream().map(one -> one.request().amount().units()).reduce(BigInteger.ZERO, BigInteger::add);
        bench.mine(FINAL + 1);
        allCompleted(sweeps);
        assertThat(blocks(sweeps)).hasSize(1);
        assertThat(tokensOf(bench.hotWallet()).add(expense())).isEqualTo(sent);
        assertThat(expense()).isPositive();
        booksAgreeWithTheChain();
        nothingChangesByARescan();
    }

    @ParameterizedTest(name = "{0} %")
    @CsvSource({"2", "10"})
    @DisplayName("H07 sweeps that a reorganisation mines again in two blocks bring what they bring there")
    void h07_sweepsThatAreMinedAgain(int percent) throws Exception {
        start(CreditRule.AS_ARRIVED);
        bench.node.contracts().keepFee(TokenBench.CONTRACT, percent);
        sweepsInThePool(SWEEPS);
        List<Withdrawal> sweeps = open();
        bench.mine(2);
        assertThat(blocks(sweeps)).hasSize(1);
        bench.node.rollBack(2, true);
        bench.node.mine(SWEEPS - 5);
        bench.node.mine();
        bench.node.mineEmpty(1);
        bench.settle();
        bench.pass(10_000);
        bench.mine(FINAL);
        bench.pass(70_000);
        allCompleted(sweeps);
        assertThat(blocks(sweeps)).hasSize(2);
        booksAgreeWithTheChain();
        nothingChangesByARescan();
    }

    @Test
    @DisplayName(
            "H07 sweeps that nothing is left for, because the treasury was paid in front of them, end all the same")
    void h07_sweepsThatNothingIsLeftFor() throws Exception {
        start(CreditRule.AS_ARRIVED);
        bench.node.contracts().keepFee(TokenBench.CONTRACT, 10);
        sweepsInThePool(3);
        List<Withdrawal> sweeps = open();
        BigInteger sent =
                sweeps.stream().map(one -> one.request().amount().units()).reduce(BigInteger.ZERO, BigInteger::add);
        bench.node.forgetPool();
        bench.node.payToken(TokenBench.CONTRACT, bench.hotWallet(), 100_000);
        for (int i = 0; i < 100 && bench.node.poolSize() < 4; i++) {
            bench.pass(5_000);
        }
        bench.mine(FINAL + 1);
        bench.pass(10_000);
        allCompleted(sweeps);
        assertThat(blocks(sweeps)).hasSize(1);
        assertThat(expense()).as("all of it is lost to the fee of the block").isEqualTo(sent);
        booksAgreeWithTheChain();
        nothingChangesByARescan();
    }

    @Test
    @DisplayName("H07 a sweep that was noted as it was logged ends with what arrived when its logs are doubted")
    void h07_whatWasNotedAsLoggedIsReplacedByWhatArrived() throws Exception {
        start(CreditRule.AS_LOGGED);
        sweepsInThePool(1);
        List<Withdrawal> sweeps = open();
        bench.node.contracts().keepFee(TokenBench.CONTRACT, 5);
        bench.mine(1);
        bench.wallet.pluginLeft(tokens.plugin);
        bench.wallet.pluginArrived(
                new ScriptedToken(Bench.CHAIN.caip2(), TokenBench.CONTRACT, CreditRule.AS_ARRIVED), "token/2");
        bench.mine(FINAL);
        allCompleted(sweeps);
        assertThat(expense()).isEqualTo(50);
        assertThat(bench.core.<BigInteger>read(state ->
                        state.funds(bench.addresses(KeyPurpose.TREASURY).get(0).address(), tokens.plugin.id())))
                .isEqualTo(950);
    }

    @Test
    void aSweepWhoseArrivalIsRefusedDoesNotEndAndSaysSo() throws Exception {
        start(CreditRule.AS_ARRIVED);
        bench.node.contracts().keepFee(TokenBench.CONTRACT, 5);
        String treasury = bench.hotWallet();
        bench.between = real -> {
            core = new RefusingCore(
                    real,
                    command -> command instanceof DepositCommand.Observe seen
                            && seen.key().to().text().equals(treasury));
            return core;
        };
        bench.restartWallet();
        bench.wallet.pluginArrived(tokens.plugin, "token/1");
        sweep();
        sweepsInThePool(1);
        WithdrawalId sweep = open().get(0).id();
        bench.mine(FINAL + 2);
        assertThat(bench.withdrawal(sweep).state()).isEqualTo(WithdrawalState.CONFIRMING);
        assertThat(core.refusals).as("and it is not asked at every step").hasValue(1);
        assertThat(bench.wallet.waiting(Bench.CHAIN)).anySatisfy(one -> {
            assertThat(one.withdrawal()).isEqualTo(sweep);
            assertThat(one.code()).isEqualTo(RefusingCore.CODE);
        });
        assertThat(bench.status().reason().orElseThrow()).contains("transfer-arrived");
        core.refusing = false;
        bench.pass(RefusedDecisions.FIRST_PAUSE_MS);
        assertThat(bench.withdrawal(sweep).state()).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(bench.wallet.waiting(Bench.CHAIN)).isEmpty();
        booksAgreeWithTheChain();
    }

    @Test
    void fiftyDepositsThatNoAnswerIsFoundForDoNotKeepTheNextFromBeingCredited() throws Exception {
        start(CreditRule.AS_ARRIVED);
        Set<String> hidden = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            String address = bench.address(tokens.account).address().text();
            hidden.add(address);
            bench.node.payToken(TokenBench.CONTRACT, address, 10);
        }
        bench.mine(1);
        assertThat(bench.openDeposits()).hasSize(50);
        tokens.plugin.movements = all ->
                all.stream().filter(one -> !hidden.contains(one.to().text())).toList();
        tokens.pay(100);
        bench.mine(FINAL);
        bench.pass(3_000);
        assertThat(tokens.balance()).isEqualTo(100);
        assertThat(bench.openDeposits()).hasSize(50);
        tokens.plugin.movements = all -> all;
        bench.pass(30_000);
        assertThat(tokens.balance()).isEqualTo(600);
    }
}
