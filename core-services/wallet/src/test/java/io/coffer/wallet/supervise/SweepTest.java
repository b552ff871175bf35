// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.core.AssetCommand;
import io.coffer.api.core.CustomerCommand;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.node.Sweep;
import io.coffer.api.request.CommandId;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.HousePurpose;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.Address;
import io.coffer.wallet.scripted.ScriptedAccountChain;
import io.coffer.wallet.settings.ChainSettingsForm;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Coin from deposit addresses to the treasury. The scripted chain's coin has eight decimals, its fee is 10 units. */
class SweepTest {
    /** What a coin sweep leaves for its fee: the quote of 10 units and a quarter more, rounded up. */
    private static final long RESERVE = 13;

    private static final long FEE_PAID = 9;

    @TempDir
    Path folder;

    private Bench bench;
    private AccountId account;
    private OwnAddress deposit;

    @BeforeEach
    void begin() throws Exception {
        bench = new Bench(folder, false);
        bench.settle();
        account = bench.account();
        bench.allowWithdrawals();
        bench.fundHotWallet(100_000);
        deposit = bench.address(account);
        sweep(Map.of());
    }

    @AfterEach
    void end() throws Exception {
        bench.close();
    }

    /** Sweeps what has a thousand units at least. */
    private void sweep(Map<String, String> more) throws Exception {
        Map<String, String> settings = new TreeMap<>(more);
        settings.put("chain", Bench.CHAIN.caip2());
        settings.putIfAbsent("sweep.threshold.SCR", "0.00001");
        bench.wallet.configure(ChainSettingsForm.read(settings));
    }

    private void payIn(OwnAddress to, long units) {
        bench.node.pay(to.address().text(), units);
        bench.mine(Bench.CONFIRMATIONS + 1);
    }

    /** Every transfer of the house so far, oldest first. */
    private List<Withdrawal> transfers() {
        return bench.core.read(state -> state.finalWithdrawals(Bench.CHAIN, 0, 0, 2_000)).withdrawals().stream()
                .filter(one -> one.request().house().isPresent())
                .toList();
    }

    private List<Withdrawal> open() {
        return bench.core.read(state -> List.copyOf(state.openWithdrawals(Bench.CHAIN))).stream()
                .filter(one -> one.request().house().isPresent())
                .toList();
    }

    private Sweep shown(OwnAddress address) {
        return bench.wallet.sweeps(Bench.CHAIN).stream()
                .filter(sweep -> sweep.from().equals(address.address()))
                .findFirst()
                .orElseThrow();
    }

    /** Lets time pass and mines until nothing of the house is under way any more. */
    private void sweepAll() {
        for (int i = 0; i < 40; i++) {
            bench.pass(6_000);
            bench.mine(1);
        }
        assertThat(open()).isEmpty();
    }

    private void booksAgreeWithTheChain() {
        assertThat(bench.custody()).isEqualTo(bench.onChain());
        assertThat(bench.core.read(state -> state.trialBalance()).isBalanced()).isTrue();
        for (KeyPurpose purpose : KeyPurpose.values()) {
            for (OwnAddress own : bench.addresses(purpose)) {
                assertThat(bench.core.<BigInteger>read(state -> state.funds(own.address(), Bench.COIN)))
                        .as("funds of %s", own.address())
                        .isEqualTo(bench.node.balance(own.address().text()));
            }
        }
    }

    @Test
    void whatIsAboveTheThresholdGoesToTheTreasuryAndTheFeeIsTheHouses() throws Exception {
        payIn(deposit, 5_000);
        sweepAll();
        assertThat(bench.node.received(bench.hotWallet())).isEqualTo(100_000 + 5_000 - RESERVE);
        assertThat(bench.node.balance(deposit.address().text())).isEqualTo(RESERVE - FEE_PAID);
        assertThat(transfers()).singleElement().satisfies(sweep -> {
            assertThat(sweep.state()).isEqualTo(WithdrawalState.COMPLETED);
            assertThat(sweep.request().house().orElseThrow().purpose()).isEqualTo(HousePurpose.SWEEP);
        });
        assertThat(bench.total(account)).as("the customer's balance").isEqualTo(5_000);
        booksAgreeWithTheChain();
    }

    @Test
    void whatIsBelowTheThresholdStays() throws Exception {
        payIn(deposit, 999);
        sweepAll();
        assertThat(transfers()).isEmpty();
        assertThat(bench.wallet.sweeps(Bench.CHAIN)).isEmpty();
        payIn(deposit, 1);
        sweepAll();
        assertThat(transfers()).hasSize(1);
        booksAgreeWithTheChain();
    }

    @Test
    void anAssetWithoutAThresholdIsNotSwept() throws Exception {
        bench.wallet.configure(
                ChainSettingsForm.read(Map.of("chain", Bench.CHAIN.caip2(), "sweep.threshold.OTHER", "1")));
        payIn(deposit, 50_000);
        sweepAll();
        assertThat(transfers()).isEmpty();
    }

    @Test
    void aThresholdFinerThanTheAssetIsSaidInTheStatus() throws Exception {
        sweep(Map.of("sweep.threshold.SCR", "0.000000001"));
        payIn(deposit, 5_000);
        sweepAll();
        assertThat(transfers()).isEmpty();
        assertThat(bench.status().reason().orElseThrow())
                .contains("sweep.threshold.SCR=0.000000001: has more than the 8 decimals of the asset");
    }

    @Test
    void nothingIsSweptWhileTheFeeIsTooHighOrTooMuchOfWhatIsSwept() throws Exception {
        sweep(Map.of("sweep.max-fee", "0.00000100"));
        payIn(deposit, 1_500);
        ((ScriptedAccountChain) bench.adapter).feeRate(101);
        bench.pass(10_000);
        assertThat(transfers()).isEmpty();
        ((ScriptedAccountChain) bench.adapter).feeRate(101);
        OwnAddress other = bench.address(account);
        payIn(other, 1_500);
        bench.pass(10_000);
        assertThat(open().size() + transfers().size()).isLessThanOrEqualTo(1);
        assertThat(shown(other).code()).isEqualTo("sweep.fee");
        assertThat(shown(other).reason()).contains("101", "100");
        ((ScriptedAccountChain) bench.adapter).feeRate(90);
        bench.pass(10_000);
        assertThat(shown(other).code()).isEqualTo("sweep.fee-share");
        ((ScriptedAccountChain) bench.adapter).feeRate(10);
        sweepAll();
        assertThat(transfers()).hasSize(2);
        booksAgreeWithTheChain();
    }

    @Test
    void aHaltedAssetIsNotSweptAndAFrozenAccountsDepositIs() throws Exception {
        bench.core.submit(CommandId.of("freeze"), new CustomerCommand.FreezeAccount(account, "looked into"));
        bench.core.submit(CommandId.of("halt"), new AssetCommand.HaltOutbound(Bench.ASSET, "looked into"));
        payIn(deposit, 5_000);
        bench.pass(20_000);
        assertThat(open()).isEmpty();
        assertThat(shown(deposit).code()).isEqualTo("asset.halted");
        bench.core.submit(CommandId.of("release"), new AssetCommand.ReleaseOutbound(Bench.ASSET, "me", "looked into"));
        sweepAll();
        assertThat(transfers()).hasSize(1);
        booksAgreeWithTheChain();
    }

    @Test
    void aPausedChainIsNotSwept() throws Exception {
        bench.wallet.pause(Bench.CHAIN);
        bench.node.pay(deposit.address().text(), 5_000);
        bench.pass(20_000);
        assertThat(open()).isEmpty();
        bench.wallet.resume(Bench.CHAIN);
        bench.mine(Bench.CONFIRMATIONS + 1);
        sweepAll();
        assertThat(transfers()).hasSize(1);
    }

    @Test
    void oneThatIsMinedWithoutEffectIsMadeAgainAfterARest() throws Exception {
        bench.node.letFail(1);
        payIn(deposit, 5_000);
        sweepAll();
        assertThat(transfers())
                .extracting(Withdrawal::state)
                .containsExactly(WithdrawalState.FAILED_ONCHAIN, WithdrawalState.COMPLETED);
        assertThat(transfers().get(1).requestedAtMs() - transfers().get(0).requestedAtMs())
                .isGreaterThanOrEqualTo(60_000);
        assertThat(bench.node.received(bench.hotWallet())).isEqualTo(100_000 + 5_000 - FEE_PAID - RESERVE);
        booksAgreeWithTheChain();
    }

    @Test
    void oneThatTheNodeForgetsIsSentAgainByTheSameBytes() throws Exception {
        bench.node.pay(deposit.address().text(), 5_000);
        bench.mine(Bench.CONFIRMATIONS);
        bench.pass(6_000);
        assertThat(open()).hasSize(1);
        bench.node.forgetPool();
        bench.pass(30_000);
        assertThat(bench.node.poolSize()).isEqualTo(1);
        sweepAll();
        assertThat(transfers()).hasSize(1);
        booksAgreeWithTheChain();
    }

    @Test
    void aSenderThatIsStuckHoldsUpNoOther() throws Exception {
        bench.credit(account, 900);
        List<RefusingCore> refusing = new ArrayList<>();
        bench.between = core -> {
            refusing.add(new RefusingCore(
                    core,
                    command -> command instanceof WithdrawalCommand.Signed signed
                            && bench.withdrawal(signed.id()).request().account().isPresent()));
            return refusing.get(refusing.size() - 1);
        };
        bench.restartWallet();
        sweep(Map.of());
        Withdrawal stuck = bench.withdraw(account, "scthere", 100);
        bench.settle();
        assertThat(bench.state(stuck)).isEqualTo(WithdrawalState.SIGNING);
        payIn(deposit, 5_000);
        sweepAll();
        assertThat(transfers()).extracting(Withdrawal::state).containsExactly(WithdrawalState.COMPLETED);
        assertThat(bench.state(stuck)).isEqualTo(WithdrawalState.SIGNING);
        refusing.forEach(core -> core.refusing = false);
        bench.pass(700_000);
        bench.mine(Bench.CONFIRMATIONS + 1);
        assertThat(bench.state(stuck)).isEqualTo(WithdrawalState.COMPLETED);
        booksAgreeWithTheChain();
    }

    @Test
    void noMoreAreBegunInARoundThanTheBatchAndNoMoreAreUnderWayThanFourTimesThat() throws Exception {
        sweep(Map.of("sweep.batch", "2"));
        List<OwnAddress> addresses = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            addresses.add(bench.address(account));
        }
        bench.wallet.pause(Bench.CHAIN);
        bench.node.mineNothingBelow(1_000_000);
        addresses.forEach(each -> bench.node.pay(each.address().text(), 2_000));
        bench.node.mineNothingBelow(0);
        bench.node.mine();
        bench.node.mineEmpty(Bench.CONFIRMATIONS);
        bench.node.mineNothingBelow(1_000_000);
        bench.wallet.resume(Bench.CHAIN);
        bench.settle();
        assertThat(open()).hasSizeLessThanOrEqualTo(2);
        bench.pass(60_000);
        assertThat(open()).hasSize(8);
        Withdrawal customers = bench.withdraw(account, "scthere", 100);
        bench.settle();
        assertThat(bench.state(customers)).isEqualTo(WithdrawalState.BROADCAST);
        bench.node.mineNothingBelow(0);
        for (int i = 0; i < 4; i++) {
            sweepAllLoosely();
        }
        sweepAll();
        assertThat(transfers()).hasSize(20);
        booksAgreeWithTheChain();
    }

    private void sweepAllLoosely() {
        for (int i = 0; i < 20; i++) {
            bench.pass(6_000);
            bench.mine(1);
        }
    }

    @Test
    void whateverCommandTheWalletDiesAtTheSweepIsMadeOnce() throws Exception {
        for (int at = 1; at <= 14; at++) {
            for (boolean after : new boolean[] {false, true}) {
                sweepWithADeath(at, after);
            }
        }
    }

    private void sweepWithADeath(int at, boolean after) throws Exception {
        OwnAddress fresh = bench.address(account);
        int before = transfers().size();
        bench.node.pay(fresh.address().text(), 3_000);
        bench.node.mine();
        bench.node.mineEmpty(Bench.CONFIRMATIONS);
        List<KilledCore> killed = new ArrayList<>();
        bench.between = core -> {
            killed.add(new KilledCore(core));
            return killed.get(killed.size() - 1);
        };
        bench.restartWallet();
        sweep(Map.of());
        killed.get(0).killAt(at, after);
        try {
            for (int i = 0; i < 10; i++) {
                bench.pass(6_000);
                bench.mine(1);
            }
        } catch (KilledCore.Killed dead) {
            assertThat(dead).isNotNull();
        }
        bench.between = core -> core;
        bench.restartWallet();
        sweep(Map.of());
        sweepAll();
        assertThat(transfers()).as("death at %d, after it: %b", at, after).hasSize(before + 1);
        assertThat(bench.node.balance(fresh.address().text())).isEqualTo(RESERVE - FEE_PAID);
        booksAgreeWithTheChain();
    }

    @Test
    void whatTheCoreRefusesIsAskedForAgainAfterPausesThatGrow() throws Exception {
        List<RefusingCore> refusing = new ArrayList<>();
        bench.between = core -> {
            refusing.add(new RefusingCore(
                    core,
                    command -> command instanceof WithdrawalCommand.Request request
                            && request.request().house().isPresent()));
            return refusing.get(refusing.size() - 1);
        };
        bench.restartWallet();
        sweep(Map.of());
        payIn(deposit, 5_000);
        bench.pass(85_000);
        assertThat(refusing.get(0).refusals.get()).isEqualTo(2);
        assertThat(shown(deposit).code()).isEqualTo(RefusingCore.CODE);
        refusing.get(0).refusing = false;
        sweepAll();
        assertThat(transfers()).hasSize(1);
        booksAgreeWithTheChain();
    }

    @Test
    void twoWalletsOnTheSameCoreMakeOneSweep() throws Exception {
        payIn(deposit, 5_000);
        bench.restartWallet();
        sweep(Map.of());
        sweepAll();
        assertThat(transfers()).hasSize(1);
    }

    @Test
    void aReorganisationThatTakesBackTheSweepLetsItBeMinedAgain() throws Exception {
        bench.node.pay(deposit.address().text(), 5_000);
        bench.mine(Bench.CONFIRMATIONS);
        bench.pass(6_000);
        bench.mine(1);
        assertThat(open()).extracting(Withdrawal::state).containsExactly(WithdrawalState.CONFIRMING);
        bench.node.rollBack(1, false);
        bench.node.mineEmpty(2);
        bench.pass(40_000);
        sweepAll();
        assertThat(transfers()).hasSize(1);
        assertThat(bench.node.received(bench.hotWallet())).isEqualTo(100_000 + 5_000 - RESERVE);
        booksAgreeWithTheChain();
    }

    @Test
    void oneWhoseFeeHasRisenIsGivenUpAndPlannedAnew() throws Exception {
        bench.vault.seal();
        bench.node.pay(deposit.address().text(), 5_000);
        bench.mine(Bench.CONFIRMATIONS);
        bench.pass(6_000);
        assertThat(open()).extracting(Withdrawal::state).containsExactly(WithdrawalState.QUEUED);
        Address from = deposit.address();
        ((ScriptedAccountChain) bench.adapter).feeRate(50);
        bench.pass(5_000);
        bench.vault.unseal();
        // Long enough to plan it anew, too short to replace it.
        bench.pass(40_000);
        sweepAll();
        assertThat(bench.node.received(bench.hotWallet())).isEqualTo(100_000 + 5_000 - 63);
        assertThat(bench.node.balance(from.text())).isEqualTo(63 - 49);
        assertThat(transfers()).extracting(Withdrawal::state).containsExactly(WithdrawalState.COMPLETED);
        booksAgreeWithTheChain();
    }
}
