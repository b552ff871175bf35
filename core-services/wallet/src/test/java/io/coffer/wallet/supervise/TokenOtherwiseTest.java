// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.asset.OutboundHalt;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.Balance;
import io.coffer.api.wallet.HousePurpose;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.asset.CreditRule;
import io.coffer.wallet.settings.ChainSettingsForm;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Transfers of ours whose token takes more or less from the sender than was sent: they end by themselves (H07). */
class TokenOtherwiseTest {
    private static final int FINAL = Bench.CONFIRMATIONS + 1;

    @TempDir
    Path folder;

    private TokenBench tokens;
    private Bench bench;

    @AfterEach
    void end() throws Exception {
        tokens.close();
    }

    private void start(CreditRule rule) throws Exception {
        tokens = new TokenBench(folder, rule);
        bench = tokens.bench;
        tokens.allowWithdrawals();
        bench.fundHotWallet(100_000);
    }

    /** The customer has a thousand, and a withdrawal of 400 is in the pool. */
    private Withdrawal withdrawal() throws Exception {
        tokens.pay(1_000);
        bench.node.payToken(TokenBench.CONTRACT, bench.hotWallet(), 5_000);
        bench.mine(FINAL);
        Withdrawal withdrawal = tokens.withdraw("scto", 400);
        bench.settle();
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.BROADCAST);
        return withdrawal;
    }

    /** A deposit of a thousand is swept as far as the pool. */
    private Withdrawal sweep() throws Exception {
        tokens.pay(1_000);
        bench.wallet.configure(ChainSettingsForm.read(
                Map.of("chain", Bench.CHAIN.caip2(), "sweep.threshold.TOK", "0.0005", "sweep.threshold.SCR", "1")));
        bench.mine(FINAL);
        for (int i = 0; i < 30 && (openSweep().isEmpty() || bench.node.poolSize() == 0); i++) {
            bench.pass(1_000);
            if (openSweep().isEmpty()) {
                bench.mine(1);
            }
        }
        assertThat(bench.node.poolSize()).isEqualTo(1);
        return openSweep().orElseThrow();
    }

    private Optional<Withdrawal> openSweep() {
        return bench.core.read(state -> state.openWithdrawals(Bench.CHAIN).stream()
                .filter(one -> one.request()
                        .house()
                        .map(Payer.House::purpose)
                        .filter(HousePurpose.SWEEP::equals)
                        .isPresent())
                .findFirst());
    }

    private void mineFinal() {
        bench.mine(FINAL + 1);
        bench.pass(10_000);
    }

    private void isHalted(String why) {
        assertThat(bench.outboundHalts()).extracting(OutboundHalt::asset).containsExactly(TokenBench.TOK);
        assertThat(bench.outboundHalts().get(0).reason()).contains(why);
    }

    /** To the unit, address by address. */
    private void booksAgreeWithTheChain() {
        tokens.booksAgreeWithTheChain();
        for (KeyPurpose purpose : KeyPurpose.values()) {
            for (OwnAddress own : bench.addresses(purpose)) {
                assertThat(bench.core.<BigInteger>read(state -> state.funds(own.address(), tokens.plugin.id())))
                        .as("tokens of %s", own.address())
                        .isEqualTo(bench.node.tokens(
                                TokenBench.CONTRACT,
                                own.address().text(),
                                bench.node.head().height()));
            }
        }
    }

    private BigInteger expense() {
        return bench.core.read(state -> List.copyOf(state.ledgerAccounts(Optional.empty(), 1_000))).stream()
                .filter(balance -> balance.account().kind() == AccountKind.GAS_EXPENSE
                        && balance.account().asset().equals(TokenBench.TOK))
                .map(Balance::total)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(CreditRule.class)
    @DisplayName("H07 a withdrawal of which a token takes more ends, the customer pays what was asked for")
    void h07_withdrawalThatCostsMore(CreditRule rule) throws Exception {
        start(rule);
        Withdrawal withdrawal = withdrawal();
        bench.node.contracts().takeMore(TokenBench.CONTRACT, 5);
        mineFinal();
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(tokens.balance()).isEqualTo(600);
        assertThat(expense().abs()).isEqualTo(20);
        isHalted("420 units");
        booksAgreeWithTheChain();
        assertThat(bench.wallet.waiting(Bench.CHAIN)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(CreditRule.class)
    @DisplayName("H05 of a withdrawal of which less left the customer pays what left, and nothing is sent again")
    void h05_withdrawalOfWhichLessLeft(CreditRule rule) throws Exception {
        start(rule);
        Withdrawal withdrawal = withdrawal();
        bench.node.contracts().move(TokenBench.CONTRACT, 25);
        mineFinal();
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(tokens.balance()).isEqualTo(900);
        isHalted("100 units");
        booksAgreeWithTheChain();

        Withdrawal next = tokens.withdraw("scto", 300);
        bench.pass(5_000);
        assertThat(bench.state(next)).isEqualTo(WithdrawalState.QUEUED);
        bench.release();
        bench.pass(5_000);
        mineFinal();
        assertThat(bench.state(next)).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(tokens.balance()).as("a quarter of 400 and of 300").isEqualTo(825);
        booksAgreeWithTheChain();
    }

    @Test
    @DisplayName("H07 of a token whose logs are not believed what left is what the contract says")
    void h07_whatIsTakenSecretly() throws Exception {
        start(CreditRule.AS_ARRIVED);
        Withdrawal withdrawal = withdrawal();
        bench.node.contracts().takeMore(TokenBench.CONTRACT, 5);
        bench.node.contracts().takeSecretly(TokenBench.CONTRACT, 10);
        bench.node.payToken(TokenBench.CONTRACT, bench.hotWallet(), 77);
        mineFinal();
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(expense().abs()).isEqualTo(60);
        assertThat(bench.openDeposits()).isEmpty();
        booksAgreeWithTheChain();
    }

    @ParameterizedTest(name = "{0} of 100 move, {1} more is taken, {2} is kept of what arrives")
    @CsvSource({"AS_LOGGED,100,0,0", "AS_LOGGED,60,5,0", "AS_ARRIVED,60,5,0", "AS_ARRIVED,60,0,10"})
    @DisplayName("H07 a sweep that moves something else ends, and the difference is expense")
    void h07_sweep(CreditRule rule, int moved, int more, int kept) throws Exception {
        start(rule);
        bench.node.contracts().keepFee(TokenBench.CONTRACT, kept);
        Withdrawal sweep = sweep();
        long there = 1_000L * (100 - kept) / 100;
        bench.node.contracts().move(TokenBench.CONTRACT, moved);
        if (more > 0) {
            bench.node.contracts().takeMore(TokenBench.CONTRACT, more);
        }
        mineFinal();
        assertThat(bench.state(sweep)).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(openSweep()).isEmpty();
        if (moved + more != 100) {
            isHalted("was to move " + there);
        }
        booksAgreeWithTheChain();
        assertThat(tokens.balance()).as("nobody else's").isEqualTo(there);
        long arrived = there * moved / 100 * (100 - kept) / 100;
        assertThat(expense().abs()).isEqualTo(there * (moved + more) / 100 - arrived);

        assertThat(bench.wallet.rescan(Bench.CHAIN, 0)).isTrue();
        bench.pass(10_000);
        booksAgreeWithTheChain();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(CreditRule.class)
    @DisplayName("H07 a sweep that the token gave to itself ends when its block shows that nothing came")
    void h07_sweepThatWentElsewhere(CreditRule rule) throws Exception {
        start(rule);
        Withdrawal sweep = sweep();
        bench.node.contracts().divert(TokenBench.CONTRACT);
        mineFinal();
        assertThat(bench.state(sweep)).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(expense().abs()).isEqualTo(1_000);
        isHalted("was to move 1000");
        booksAgreeWithTheChain();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(CreditRule.class)
    @DisplayName("H07 a deposit in the block of a sweep that moved something else is credited")
    void h07_depositInTheSameBlock(CreditRule rule) throws Exception {
        start(rule);
        Withdrawal sweep = sweep();
        bench.node.contracts().takeMore(TokenBench.CONTRACT, 5);
        bench.node.contracts().move(TokenBench.CONTRACT, 80);
        tokens.pay(333);
        bench.node.payToken(TokenBench.CONTRACT, bench.hotWallet(), 55);
        mineFinal();
        mineFinal();
        assertThat(bench.state(sweep)).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(bench.openDeposits()).isEmpty();
        assertThat(tokens.balance()).isEqualTo(1_333);
        booksAgreeWithTheChain();
    }

    @Test
    @DisplayName("H11 an end that moved something else is taken back with its block and ends as it is mined again")
    void h11_takenBack() throws Exception {
        start(CreditRule.AS_LOGGED);
        Withdrawal withdrawal = withdrawal();
        bench.node.contracts().takeMore(TokenBench.CONTRACT, 5);
        bench.mine(FINAL);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.COMPLETED);
        bench.node.rollBack(FINAL, true);
        bench.node.contracts().takeMore(TokenBench.CONTRACT, 10);
        bench.node.mineEmpty(FINAL + 1);
        bench.settle();
        bench.acknowledgeHalt();
        bench.mine(2 * FINAL);
        bench.pass(10_000);
        mineFinal();
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(tokens.balance()).isEqualTo(600);
        assertThat(expense().abs()).isEqualTo(40);
        booksAgreeWithTheChain();
    }
}
