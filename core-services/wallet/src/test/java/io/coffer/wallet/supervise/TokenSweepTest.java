// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.asset.AssetId;
import io.coffer.api.core.AssetCommand;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.Balance;
import io.coffer.api.node.Sweep;
import io.coffer.api.request.CommandId;
import io.coffer.api.wallet.HousePurpose;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.asset.CreditRule;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.scripted.Faults.Call;
import io.coffer.wallet.scripted.Faults.Fault;
import io.coffer.wallet.settings.ChainSettingsForm;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tokens from deposit addresses to the treasury, with gas brought first. A plain transfer is quoted 10 units, one of the
 * token 30; one less is paid.
 */
class TokenSweepTest {
    private static final int FINAL = Bench.CONFIRMATIONS + 1;
    /** The quote of 30 and a quarter more, rounded up. */
    private static final long GAS = 38;

    @TempDir
    Path folder;

    private TokenBench tokens;
    private Bench bench;

    @BeforeEach
    void begin() throws Exception {
        start(CreditRule.AS_LOGGED);
    }

    private void start(CreditRule rule) throws Exception {
        tokens = new TokenBench(folder.resolve(rule.name()), rule);
        bench = tokens.bench;
        tokens.allowWithdrawals();
        bench.fundHotWallet(100_000);
        sweep();
    }

    @AfterEach
    void end() throws Exception {
        tokens.close();
    }

    private void sweep() throws Exception {
        bench.wallet.configure(ChainSettingsForm.read(
                Map.of("chain", Bench.CHAIN.caip2(), "sweep.threshold.TOK", "0.0005", "sweep.threshold.SCR", "1")));
    }

    private void payIn(long units) {
        tokens.pay(units);
        bench.mine(FINAL);
    }

    private List<Withdrawal> transfers() {
        List<Withdrawal> all = new ArrayList<>(bench.core
                .read(state -> state.finalWithdrawals(Bench.CHAIN, 0, 0, 2_000))
                .withdrawals());
        all.addAll(open());
        all.removeIf(one -> one.request().house().isEmpty());
        all.sort(Comparator.comparingLong(Withdrawal::requestedAtMs));
        return all;
    }

    private List<Withdrawal> open() {
        return bench.core.read(state -> List.copyOf(state.openWithdrawals(Bench.CHAIN))).stream()
                .filter(one -> one.request().house().isPresent())
                .toList();
    }

    private static HousePurpose purpose(Withdrawal transfer) {
        return transfer.request().house().map(Payer.House::purpose).orElseThrow();
    }

    private Sweep shown() {
        return bench.wallet.sweeps(Bench.CHAIN).stream().findFirst().orElseThrow();
    }

    private void sweepAll() {
        for (int i = 0; i < 40; i++) {
            bench.pass(6_000);
            bench.mine(1);
        }
        assertThat(open()).isEmpty();
    }

    private BigInteger tokensOf(String address) {
        return bench.node.tokens(TokenBench.CONTRACT, address, bench.node.head().height());
    }

    private void booksAgreeWithTheChain() {
        tokens.booksAgreeWithTheChain();
        NetworkAssetId token = tokens.plugin.id();
        for (KeyPurpose purpose : KeyPurpose.values()) {
            for (OwnAddress own : bench.addresses(purpose)) {
                String address = own.address().text();
                assertThat(bench.core.<BigInteger>read(state -> state.funds(own.address(), Bench.COIN)))
                        .as("coin of %s", address)
                        .isEqualTo(bench.node.balance(address));
                assertThat(bench.core.<BigInteger>read(state -> state.funds(own.address(), token)))
                        .as("tokens of %s", address)
                        .isEqualTo(tokensOf(address));
            }
        }
    }

    private BigInteger spentOnGas(AssetId asset) {
        List<Balance> accounts = bench.core.read(state -> List.copyOf(state.ledgerAccounts(Optional.empty(), 1_000)));
        return accounts.stream()
                .filter(balance -> balance.account().kind() == AccountKind.GAS_EXPENSE
                        && balance.account().asset().equals(asset))
                .map(balance -> balance.total().abs())
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    @Test
    void gasIsBroughtAndThenTheTokenGoesToTheTreasury() throws Exception {
        payIn(1_000);
        sweepAll();
        assertThat(transfers())
                .extracting(TokenSweepTest::purpose)
                .containsExactly(HousePurpose.GAS, HousePurpose.SWEEP);
        assertThat(transfers()).allMatch(one -> one.state() == WithdrawalState.COMPLETED);
        assertThat(transfers().get(0).request().amount().units()).isEqualTo(GAS);
        assertThat(tokensOf(bench.hotWallet())).isEqualTo(1_000);
        assertThat(tokensOf(tokens.address.address().text())).isZero();
        assertThat(bench.node.balance(tokens.address.address().text())).isEqualTo(GAS - 29);
        assertThat(tokens.balance()).as("the customer's balance").isEqualTo(1_000);
        assertThat(spentOnGas(Bench.ASSET)).as("fees of both").isEqualTo(9 + 29);
        booksAgreeWithTheChain();
    }

    @Test
    void whatIsLeftOfTheGasCountsAtTheNextSweep() throws Exception {
        payIn(1_000);
        sweepAll();
        payIn(2_000);
        sweepAll();
        assertThat(transfers()).hasSize(4);
        assertThat(transfers().get(2).request().amount().units()).isEqualTo(GAS - 9);
        assertThat(tokensOf(bench.hotWallet())).isEqualTo(3_000);
        booksAgreeWithTheChain();
    }

    @Test
    void noSecondGasIsSentWhileTheFirstIsUnderWay() throws Exception {
        bench.node.mineNothingBelow(1_000_000);
        tokens.pay(1_000);
        bench.node.mine();
        bench.node.mineEmpty(FINAL);
        bench.settle();
        bench.pass(50_000);
        tokens.pay(1_000);
        bench.node.mine();
        bench.node.mineEmpty(FINAL);
        bench.pass(50_000);
        assertThat(open()).extracting(TokenSweepTest::purpose).containsExactly(HousePurpose.GAS);
        assertThat(shown().code()).isEqualTo("sweep.under-way");
        assertThat(shown().transfer()).contains(open().get(0).id());
        bench.node.mineNothingBelow(0);
        sweepAll();
        assertThat(transfers()).hasSize(2);
        assertThat(tokensOf(bench.hotWallet())).isEqualTo(2_000);
        booksAgreeWithTheChain();
    }

    @Test
    void whileTheTreasuryCannotPayForGasTheTokenWaitsAndSaysSo() throws Exception {
        bench.credit(tokens.account, 100_000);
        Withdrawal withdrawal = bench.withdraw(tokens.account, "scthere", 99_980);
        bench.mine(FINAL);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.COMPLETED);
        OwnAddress other = bench.address(tokens.account);
        bench.node.payToken(TokenBench.CONTRACT, other.address().text(), 1_000);
        bench.mine(FINAL);
        bench.pass(10_000);
        assertThat(shown().code()).isEqualTo("hot-wallet.insufficient");
        bench.fundHotWallet(1_000);
        sweepAll();
        assertThat(transfers()).hasSize(2);
        booksAgreeWithTheChain();
    }

    @Test
    void aHaltedCoinBringsNoGasAndAHaltedTokenIsNotSwept() throws Exception {
        bench.core.submit(CommandId.of("halt"), new AssetCommand.HaltOutbound(Bench.ASSET, "looked into"));
        payIn(1_000);
        bench.pass(10_000);
        assertThat(open()).isEmpty();
        assertThat(shown().code()).isEqualTo("asset.halted");
        bench.core.submit(CommandId.of("release"), new AssetCommand.ReleaseOutbound(Bench.ASSET, "me", "done"));
        bench.core.submit(CommandId.of("halt2"), new AssetCommand.HaltOutbound(TokenBench.TOK, "looked into"));
        bench.pass(10_000);
        assertThat(open()).isEmpty();
        assertThat(shown().code()).isEqualTo("asset.halted");
        bench.core.submit(CommandId.of("release2"), new AssetCommand.ReleaseOutbound(TokenBench.TOK, "me", "done"));
        sweepAll();
        assertThat(transfers()).hasSize(2);
        booksAgreeWithTheChain();
    }

    @Test
    void aTransferThatWouldFailIsNotMadeAndCostsNothing() throws Exception {
        bench.faults.always(Call.QUOTE, Fault.REFUSED);
        payIn(1_000);
        bench.pass(20_000);
        assertThat(transfers()).isEmpty();
        assertThat(shown().code()).isEqualTo("adapter.failed");
        bench.faults.none();
        sweepAll();
        assertThat(transfers()).hasSize(2);
        booksAgreeWithTheChain();
    }

    @Test
    void gasOrSweepThatIsMinedWithoutEffectIsMadeAgain() throws Exception {
        bench.node.letFail(1);
        payIn(1_000);
        sweepAll();
        assertThat(transfers())
                .extracting(TokenSweepTest::purpose)
                .containsExactly(HousePurpose.GAS, HousePurpose.GAS, HousePurpose.SWEEP);
        bench.wallet.pause(Bench.CHAIN);
        tokens.pay(1_000);
        bench.node.mine();
        bench.node.mineEmpty(FINAL);
        bench.wallet.resume(Bench.CHAIN);
        until(() -> open().stream().anyMatch(one -> purpose(one) == HousePurpose.SWEEP));
        bench.node.letFail(1);
        sweepAll();
        assertThat(transfers())
                .extracting(Withdrawal::state)
                .containsOnly(WithdrawalState.COMPLETED, WithdrawalState.FAILED_ONCHAIN);
        assertThat(tokensOf(bench.hotWallet())).isEqualTo(2_000);
        booksAgreeWithTheChain();
    }

    private void until(BooleanSupplier fact) {
        for (int i = 0; i < 60 && !fact.getAsBoolean(); i++) {
            bench.pass(2_000);
            bench.node.mine();
            bench.settle();
        }
        assertThat(fact.getAsBoolean()).isTrue();
    }

    @Test
    @DisplayName(
            "H07 a token that keeps a fee of the sweep: the books have what arrived, the rest is the house's expense")
    void h07_feeOnTransfer() throws Exception {
        tokens.close();
        start(CreditRule.AS_ARRIVED);
        bench.node.contracts().keepFee(TokenBench.CONTRACT, 5);
        payIn(1_000);
        assertThat(tokens.balance()).isEqualTo(950);
        sweepAll();
        assertThat(transfers())
                .extracting(TokenSweepTest::purpose)
                .containsExactly(HousePurpose.GAS, HousePurpose.SWEEP);
        assertThat(transfers()).allMatch(one -> one.state() == WithdrawalState.COMPLETED);
        assertThat(tokensOf(bench.hotWallet())).isEqualTo(902);
        assertThat(tokens.balance()).as("the customer's balance").isEqualTo(950);
        assertThat(spentOnGas(TokenBench.TOK)).isEqualTo(48);
        booksAgreeWithTheChain();
    }

    @Test
    void whateverCommandTheWalletDiesAtThereIsOneGasAndOneSweep() throws Exception {
        for (int at = 1; at <= 26; at++) {
            sweepWithADeath(at, at % 2 == 0);
        }
    }

    private void sweepWithADeath(int at, boolean after) throws Exception {
        OwnAddress fresh = bench.address(tokens.account);
        int before = transfers().size();
        bench.node.payToken(TokenBench.CONTRACT, fresh.address().text(), 1_000);
        bench.node.mine();
        bench.node.mineEmpty(Bench.CONFIRMATIONS);
        List<KilledCore> killed = new ArrayList<>();
        bench.between = core -> {
            killed.add(new KilledCore(core));
            return killed.get(killed.size() - 1);
        };
        restart();
        killed.get(0).killAt(at, after);
        try {
            for (int i = 0; i < 16; i++) {
                bench.pass(6_000);
                bench.mine(1);
            }
        } catch (KilledCore.Killed dead) {
            assertThat(dead).isNotNull();
        }
        bench.between = core -> core;
        restart();
        sweepAll();
        List<Withdrawal> made = transfers();
        assertThat(made.subList(before, made.size()))
                .as("death at %d, after it: %b", at, after)
                .extracting(TokenSweepTest::purpose)
                .containsExactly(HousePurpose.GAS, HousePurpose.SWEEP);
        assertThat(tokensOf(fresh.address().text())).isZero();
        booksAgreeWithTheChain();
    }

    private void restart() throws Exception {
        bench.restartWallet();
        bench.wallet.pluginArrived(tokens.plugin, "token/1");
        sweep();
    }

    @Test
    void aReorganisationThatTakesBackGasOrSweepLeavesOneOfEach() throws Exception {
        tokens.pay(1_000);
        bench.mine(FINAL);
        until(() -> open().stream().anyMatch(one -> one.state() == WithdrawalState.CONFIRMING));
        bench.node.rollBack(1, false);
        bench.node.mineEmpty(2);
        bench.pass(40_000);
        until(() -> open().stream()
                .anyMatch(one -> purpose(one) == HousePurpose.SWEEP && one.state() == WithdrawalState.CONFIRMING));
        bench.node.rollBack(1, false);
        bench.node.mineEmpty(2);
        bench.pass(40_000);
        sweepAll();
        assertThat(transfers())
                .extracting(TokenSweepTest::purpose)
                .containsExactly(HousePurpose.GAS, HousePurpose.SWEEP);
        assertThat(tokensOf(bench.hotWallet())).isEqualTo(1_000);
        booksAgreeWithTheChain();
    }
}
