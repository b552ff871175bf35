// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.HousePurpose;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.asset.CreditRule;
import io.coffer.wallet.settings.ChainSettingsForm;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Balances are compared while the house sweeps, brings gas and replaces, and while a token's fee is reserved. */
class HouseBalancesTest {
    private static final int FINAL = Bench.CONFIRMATIONS + 1;
    private static final long UNITS = 700;
    /** More than any fee that is offered here. */
    private static final long NOTHING_IS_MINED = 1_000_000;

    @TempDir
    Path folder;

    private TokenBench tokens;
    private Bench bench;
    private String address;

    @BeforeEach
    void begin() throws Exception {
        tokens = new TokenBench(folder, CreditRule.AS_LOGGED);
        bench = tokens.bench;
        address = tokens.address.address().text();
        tokens.allowWithdrawals();
        bench.fundHotWallet(100_000);
        bench.wallet.configure(ChainSettingsForm.read(Map.of(
                "chain",
                Bench.CHAIN.caip2(),
                "sweep.threshold.TOK",
                "0.0005",
                "sweep.threshold.SCR",
                "0.00001",
                "replace-after",
                "30")));
    }

    @AfterEach
    void end() throws Exception {
        tokens.close();
    }

    private List<Withdrawal> open() {
        return bench.core.read(state -> List.copyOf(state.openWithdrawals(Bench.CHAIN)));
    }

    private List<HousePurpose> purposes() {
        return open().stream()
                .flatMap(one -> one.request().house().stream())
                .map(Payer.House::purpose)
                .toList();
    }

    private List<Deposit> discovered() {
        return bench.finalDeposits().stream()
                .filter(deposit -> deposit.key().isDiscovered())
                .toList();
    }

    /** Blocks and time, until nothing is under way; nothing is ever missing meanwhile. */
    private void goOn(int rounds) {
        for (int i = 0; i < rounds; i++) {
            bench.pass(3_000);
            bench.mine(1);
            assertThat(bench.outboundHalts()).isEmpty();
        }
    }

    private void booksAgreeWithTheChain() throws Exception {
        assertThat(open()).isEmpty();
        assertThat(bench.outboundHalts()).isEmpty();
        tokens.booksAgreeWithTheChain();
        assertThat(bench.core.replay(0)).isEqualTo(bench.core.stateHash());
    }

    private void foundOnce(String at) {
        assertThat(discovered()).singleElement().satisfies(found -> {
            assertThat(found.key().to().text()).isEqualTo(at);
            assertThat(found.amount().units()).isEqualTo(UNITS);
        });
        assertThat(bench.suspense()).isEqualTo(UNITS);
    }

    @Test
    void whatTheHouseMovesIsNeitherFoundNorMissing() throws Exception {
        for (int i = 0; i < 12; i++) {
            String to = bench.address(tokens.account).address().text();
            bench.node.pay(to, 2_000 + i);
            bench.node.payToken(TokenBench.CONTRACT, to, 1_000 + i);
            bench.node.letFail(i % 5 == 4 ? 1 : 0);
            goOn(2);
        }
        goOn(60);
        assertThat(discovered()).isEmpty();
        booksAgreeWithTheChain();
    }

    @Test
    void coinThatArrivesAtAnAddressWhoseSweepWaitsIsFoundAndSweptLater() throws Exception {
        bench.node.pay(address, 5_000);
        bench.mine(FINAL);
        bench.node.mineNothingBelow(NOTHING_IS_MINED);
        bench.pass(6_000);
        assertThat(purposes()).containsExactly(HousePurpose.SWEEP);
        bench.node.payInternally(address, UNITS);
        bench.mine(FINAL + 1);
        assertThat(open()).hasSize(1);
        foundOnce(address);
        bench.node.mineNothingBelow(0);
        goOn(30);
        foundOnce(address);
        bench.node.pay(address, 1_000);
        goOn(40);
        assertThat(bench.node.balance(address)).as("swept with the rest").isLessThan(BigInteger.valueOf(100));
        booksAgreeWithTheChain();
    }

    @Test
    void coinThatArrivesWhileASweepIsReplacedIsFoundWhicheverAttemptIsMined() throws Exception {
        bench.node.pay(address, 5_000);
        bench.mine(FINAL);
        bench.node.mineNothingBelow(NOTHING_IS_MINED);
        bench.pass(6_000);
        String first =
                open().get(0).attempts().get(0).signed().orElseThrow().id().text();
        bench.pass(40_000);
        assertThat(open().get(0).attempts()).hasSizeGreaterThan(1);
        bench.node.payInternally(address, UNITS);
        bench.mine(FINAL + 1);
        assertThat(open()).hasSize(1);
        foundOnce(address);
        bench.node.mineNothingBelow(0);
        bench.node.mineThis(first);
        bench.settle();
        assertThat(open().get(0).state()).isEqualTo(WithdrawalState.CONFIRMING);
        goOn(30);
        foundOnce(address);
        booksAgreeWithTheChain();
    }

    @Test
    void theTreasuryIsComparedWhileGasIsOut() throws Exception {
        bench.node.payToken(TokenBench.CONTRACT, address, 1_000);
        bench.mine(FINAL);
        bench.node.mineNothingBelow(NOTHING_IS_MINED);
        bench.pass(6_000);
        assertThat(purposes()).containsExactly(HousePurpose.GAS);
        bench.node.payInternally(bench.hotWallet(), UNITS);
        bench.mine(FINAL + 1);
        assertThat(purposes()).containsExactly(HousePurpose.GAS);
        foundOnce(bench.hotWallet());
        bench.node.mineNothingBelow(0);
        goOn(40);
        foundOnce(bench.hotWallet());
        booksAgreeWithTheChain();
    }

    @Test
    void coinThatArrivesWithTheGasIsToldApartFromIt() throws Exception {
        bench.node.payToken(TokenBench.CONTRACT, address, 1_000);
        bench.mine(FINAL);
        bench.pass(6_000);
        bench.node.payInternally(address, UNITS);
        goOn(60);
        foundOnce(address);
        booksAgreeWithTheChain();
    }

    @Test
    void theTreasuryIsComparedWhileTheFeeOfATokensWithdrawalIsReserved() throws Exception {
        bench.node.payToken(TokenBench.CONTRACT, address, 1_000);
        goOn(40);
        Withdrawal withdrawal = tokens.withdraw("scto", 400);
        bench.node.mineNothingBelow(NOTHING_IS_MINED);
        bench.settle();
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.BROADCAST);
        bench.node.payInternally(bench.hotWallet(), UNITS);
        bench.mine(FINAL + 1);
        foundOnce(bench.hotWallet());
        bench.pass(40_000);
        assertThat(bench.withdrawal(withdrawal.id()).attempts()).hasSizeGreaterThan(1);
        bench.mine(FINAL + 1);
        foundOnce(bench.hotWallet());
        bench.node.mineNothingBelow(0);
        goOn(30);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.COMPLETED);
        foundOnce(bench.hotWallet());
        booksAgreeWithTheChain();
    }

    @Test
    void coinThatIsTakenFromAnAddressThatIsSweptIsMissedAndStopsTheAsset() throws Exception {
        bench.node.payToken(TokenBench.CONTRACT, address, 1_000);
        goOn(40);
        assertThat(bench.node.balance(address).signum()).as("gas is left").isPositive();
        bench.node.take(address, 1);
        bench.mine(FINAL + 2);
        assertThat(bench.outboundHalts())
                .singleElement()
                .satisfies(halt -> assertThat(halt.reason()).contains(address, "the books expect"));
        assertThat(discovered()).isEmpty();
    }
}
