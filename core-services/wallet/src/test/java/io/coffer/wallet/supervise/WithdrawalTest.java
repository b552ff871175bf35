// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.core.AssetCommand;
import io.coffer.api.core.Command;
import io.coffer.api.core.CustomerCommand;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.node.ChainStatus;
import io.coffer.api.node.Waiting;
import io.coffer.api.node.Wallets;
import io.coffer.api.request.CommandId;
import io.coffer.api.signing.SigningOutcome;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.wallet.screening.NoScreening;
import io.coffer.wallet.scripted.Faults.Call;
import io.coffer.wallet.scripted.Faults.Fault;
import io.coffer.wallet.scripted.ScriptedAccountChain;
import io.coffer.wallet.scripted.ScriptedNode;
import io.coffer.wallet.scripted.ScriptedTx;
import io.coffer.wallet.send.Signing;
import io.coffer.wallet.settings.ChainSettingsForm;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WithdrawalTest {
    private static final String THERE = "scthere";

    @TempDir
    Path folder;

    private Bench bench;
    private AccountId account;

    @BeforeEach
    void begin() throws Exception {
        bench = new Bench(folder, false);
        bench.settle();
        account = bench.account();
        bench.allowWithdrawals();
        bench.fundHotWallet(100_000);
        bench.credit(account, 10_000);
    }

    @AfterEach
    void end() throws Exception {
        bench.close();
    }

    private Withdrawal order(long units) throws Exception {
        return bench.withdraw(account, THERE, units);
    }

    private String transaction(Withdrawal withdrawal) {
        return bench.withdrawal(withdrawal.id())
                .attempt()
                .orElseThrow()
                .signed()
                .orElseThrow()
                .id()
                .text();
    }

    private String waitsFor(Withdrawal withdrawal) {
        return bench.wallet.waiting(Bench.CHAIN).stream()
                .filter(waiting -> waiting.withdrawal().equals(withdrawal.id()))
                .map(Waiting::code)
                .findFirst()
                .orElse("nothing");
    }

    private void isPaidExactlyOnce(Withdrawal withdrawal, long units) {
        bench.mine(Bench.CONFIRMATIONS + 1);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(bench.node.received(THERE)).isEqualTo(units);
        assertThat(bench.signer.signedFor(withdrawal.id())).hasSize(1);
        booksAgreeWithTheChain();
    }

    private void booksAgreeWithTheChain() {
        assertThat(bench.custody()).isEqualTo(bench.onChain());
        assertThat(bench.core.read(state -> state.trialBalance()).isBalanced()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"TAKEN_UNKNOWN", "LOST_UNKNOWN", "TAKEN_EXCEPTION", "HANG", "REJECTED"})
    @DisplayName("H14 whatever a node answers to a broadcast, only the same bytes are ever sent")
    void h14_onlyTheSameBytes(Fault fault) throws Exception {
        bench.faults.next(Call.SUBMIT, fault);
        Withdrawal withdrawal = order(100);
        bench.settle();
        bench.pass(5_000);
        isPaidExactlyOnce(withdrawal, 100);
    }

    @Test
    @DisplayName("H14 a node that forgets a transaction is offered the same bytes again, never others")
    void h14_forgotten() throws Exception {
        Withdrawal withdrawal = order(100);
        bench.settle();
        String tx = transaction(withdrawal);
        bench.node.forgetPool();
        bench.pass(20_000);
        assertThat(bench.node.submissions(tx)).isGreaterThanOrEqualTo(2);
        assertThat(bench.node.isPending(tx)).isTrue();
        isPaidExactlyOnce(withdrawal, 100);
    }

    @Test
    @DisplayName("H14 a node that says it knows nothing leads to AMBIGUOUS, a kept hold and the same bytes")
    void h14_lyingNode() throws Exception {
        bench.wallet.configure(ChainSettingsForm.read(Map.of("chain", Bench.CHAIN.caip2(), "replace-after", "3600")));
        Withdrawal withdrawal = order(100);
        bench.settle();
        bench.faults.always(Call.STATUS, Fault.UNKNOWN);
        bench.faults.always(Call.SUBMIT, Fault.LOST_UNKNOWN);
        bench.pass(30_000);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.AMBIGUOUS);
        assertThat(waitsFor(withdrawal)).isEqualTo("broadcast.indeterminate");
        assertThat(bench.available(account)).isEqualTo(9_900);
        assertThat(bench.total(account)).isEqualTo(10_000);
        bench.faults.none();
        bench.pass(120_000);
        isPaidExactlyOnce(withdrawal, 100);
    }

    @Test
    void aRefusalForGoodKeepsTheHoldAndTellsTheOperator() throws Exception {
        bench.faults.always(Call.SUBMIT, Fault.REJECTED);
        Withdrawal withdrawal = order(100);
        bench.pass(5_000);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.AMBIGUOUS);
        assertThat(waitsFor(withdrawal)).isEqualTo("broadcast.rejected");
        assertThat(bench.available(account)).isEqualTo(9_900);
    }

    @Test
    @DisplayName("H16 the same order again is the same withdrawal")
    void h16_sameKey() throws Exception {
        var key = bench.key("once");
        var order = bench.order(account, THERE, 100);
        Withdrawal first = Bench.done(bench.wallet.wallets().withdraw(key, order));
        for (int i = 0; i < 5; i++) {
            Withdrawal again = Bench.done(bench.wallet.wallets().withdraw(key, order));
            assertThat(again.id()).isEqualTo(first.id());
            bench.settle();
        }
        isPaidExactlyOnce(first, 100);
    }

    @Test
    @DisplayName("H23 two senders of the same chain never use one sequence twice")
    void h23_twoNodes() throws Exception {
        // A second wallet on the same core, as after a restart that left the first one running.
        WalletNode second = new WalletNode(
                new WalletNode.Tools(
                        bench.core,
                        new Signing(() -> Optional.of(bench.vault), () -> Optional.of(bench.signer)),
                        new NoScreening(),
                        bench.clock,
                        bench.clock::nanos,
                        () -> 7),
                Bench.DEADLINE_MS);
        second.adapterArrived(bench.newAdapter());
        List<Withdrawal> orders = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            orders.add(bench.withdraw(account, "scto" + i, 10));
        }
        Thread other = new Thread(() -> {
            for (int i = 0; i < 50; i++) {
                second.find(Bench.CHAIN).orElseThrow().send();
            }
        });
        other.start();
        for (int i = 0; i < 50; i++) {
            bench.supervisor().send();
        }
        other.join();
        second.close();
        bench.pass(5_000);
        bench.mine(Bench.CONFIRMATIONS + 1);
        for (int i = 0; i < orders.size(); i++) {
            assertThat(bench.state(orders.get(i))).isEqualTo(WithdrawalState.COMPLETED);
            assertThat(bench.node.received("scto" + i)).isEqualTo(10);
            assertThat(bench.signer.signedFor(orders.get(i).id())).hasSize(1);
        }
        booksAgreeWithTheChain();
    }

    @Test
    @DisplayName("H30 an own deposit address and the own hot wallet are refused as destinations")
    void h30_ownAddresses() throws Exception {
        String own = bench.address(account).address().text();
        for (String to : List.of(own, bench.hotWallet())) {
            var key = bench.nextKey();
            var answer = bench.wallet.wallets().withdraw(key, bench.order(account, to, 100));
            assertThat(Bench.refused(answer)).isEqualTo("destination.own-address");
            var again = bench.wallet.wallets().withdraw(key, bench.order(account, to, 100));
            assertThat(Bench.refused(again)).isEqualTo("destination.own-address");
        }
        assertThat(bench.available(account)).isEqualTo(10_000);
    }

    @Test
    @DisplayName("H30 a contract is refused as destination and the hold is released; a repeat is told the same")
    void h30_contract() throws Exception {
        var key = bench.nextKey();
        var order = bench.order(account, "sccontract1", 100);
        assertThat(Bench.refused(bench.wallet.wallets().withdraw(key, order))).isEqualTo("screening.refused");
        assertThat(Bench.refused(bench.wallet.wallets().withdraw(key, order))).isEqualTo("screening.refused");
        assertThat(bench.available(account)).isEqualTo(10_000);
        bench.settle();
        assertThat(bench.node.received("sccontract1")).isZero();
    }

    @Test
    @DisplayName("H30 a contract is no obstacle where the operator allows it")
    void h30_contractAllowed() throws Exception {
        bench.wallet.configure(ChainSettingsForm.read(Map.of("chain", Bench.CHAIN.caip2(), "allowContracts", "true")));
        Withdrawal withdrawal = bench.withdraw(account, "sccontract1", 100);
        bench.settle();
        bench.mine(Bench.CONFIRMATIONS + 1);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.COMPLETED);
    }

    @Test
    @DisplayName("H30 while nobody can say whether a destination is a contract, it waits, and is judged later")
    void h30_probeSilent() throws Exception {
        bench.faults.always(Call.PROBE, Fault.UNREACHABLE);
        var answer = bench.wallet.wallets().withdraw(bench.nextKey(), bench.order(account, "sccontract1", 100));
        Withdrawal withdrawal = Bench.done(answer);
        bench.settle();
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.SCREENING);
        assertThat(waitsFor(withdrawal)).isEqualTo("screening.no-answer");
        bench.faults.none();
        bench.settle();
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.BLOCKED);
        assertThat(bench.available(account)).isEqualTo(10_000);
    }

    @Test
    void whileTheVaultIsSealedDepositsAreReadAndWithdrawalsWait() throws Exception {
        bench.vault.seal();
        Withdrawal withdrawal = order(100);
        bench.settle();
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.QUEUED);
        assertThat(waitsFor(withdrawal)).isEqualTo("vault.sealed");
        bench.credit(account, 5_000);
        assertThat(bench.total(account)).isEqualTo(15_000);
        bench.vault.unseal();
        bench.settle();
        isPaidExactlyOnce(withdrawal, 100);
    }

    @Test
    void aVaultThatIsSealedWhileSigningKeepsTheReservationUntilItIsUnsealed() throws Exception {
        bench.signer.answer(Optional.of(new SigningOutcome.Sealed()));
        Withdrawal withdrawal = order(100);
        bench.settle();
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.SIGNING);
        Withdrawal next = bench.withdraw(account, "scnext", 50);
        bench.settle();
        assertThat(bench.state(next)).isEqualTo(WithdrawalState.QUEUED);
        assertThat(waitsFor(next)).isEqualTo("hot-wallet.busy");
        bench.signer.answer(Optional.empty());
        bench.settle();
        isPaidExactlyOnce(withdrawal, 100);
        assertThat(bench.node.received("scnext")).isEqualTo(50);
    }

    @Test
    void whatTheSigningServiceDeniesIsNotSent() throws Exception {
        bench.signer.answer(Optional.of(new SigningOutcome.Denied("rule.x", "not today", false)));
        Withdrawal withdrawal = order(100);
        bench.settle();
        assertThat(waitsFor(withdrawal)).isEqualTo("signing.denied");
        assertThat(bench.node.submitted()).isEmpty();
        assertThat(bench.total(account)).isEqualTo(10_000);

        bench.signer.answer(Optional.empty());
        bench.pass(40_000);
        isPaidExactlyOnce(withdrawal, 100);
    }

    @Test
    void aFeeAboveTheCapWaitsAndTheNextOneGoes() throws Exception {
        ((ScriptedAccountChain) bench.adapter).feeRate(2_000);
        Withdrawal dear = order(100);
        Withdrawal generous = Bench.done(bench.wallet
                .wallets()
                .withdraw(
                        bench.nextKey(),
                        new Wallets.Order(
                                account,
                                Bench.COIN,
                                "scgenerous",
                                BigInteger.TEN,
                                Optional.of(BigInteger.valueOf(5_000)),
                                Optional.empty())));
        bench.pass(5_000);
        assertThat(bench.state(dear)).isEqualTo(WithdrawalState.QUEUED);
        assertThat(waitsFor(dear)).isEqualTo("fee.above-cap");
        assertThat(bench.state(generous)).isEqualTo(WithdrawalState.BROADCAST);
        ((ScriptedAccountChain) bench.adapter).feeRate(10);
        bench.pass(5_000);
        isPaidExactlyOnce(dear, 100);
    }

    @Test
    void anEmptyHotWalletMakesThemWaitForFunds() throws Exception {
        bench.credit(account, 200_000);
        Withdrawal withdrawal = order(150_000);
        bench.settle();
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.QUEUED);
        assertThat(waitsFor(withdrawal)).isEqualTo("hot-wallet.insufficient");
        long position = bench.core.status().position();
        bench.settle();
        assertThat(bench.core.status().position())
                .as("waiting fills no journal")
                .isEqualTo(position);
        bench.fundHotWallet(100_000);
        isPaidExactlyOnce(withdrawal, 150_000);
    }

    @Test
    void whileTheAssetIsHaltedOrTheAccountFrozenItWaitsAndFillsNoJournal() throws Exception {
        Withdrawal sent = order(100);
        bench.settle();
        bench.core.submit(CommandId.of("halt"), new AssetCommand.HaltOutbound(Bench.ASSET, "looked into"));
        Withdrawal withdrawal = order(50);
        bench.settle();
        assertThat(waitsFor(withdrawal)).isEqualTo("asset.halted");
        long position = bench.core.status().position();
        bench.pass(180_000);
        assertThat(bench.core.status().position()).isEqualTo(position);
        assertThat(waitsFor(sent)).as("its replacement").isEqualTo("asset.halted");
        bench.core.submit(CommandId.of("freeze"), new CustomerCommand.FreezeAccount(account, "looked into"));
        bench.core.submit(CommandId.of("release"), new AssetCommand.ReleaseOutbound(Bench.ASSET, "me", "done"));
        bench.settle();
        assertThat(waitsFor(withdrawal)).isEqualTo("account.frozen");
        bench.mine(1);
        position = bench.core.status().position();
        bench.pass(20_000);
        assertThat(bench.core.status().position()).isEqualTo(position);
        bench.core.submit(CommandId.of("unfreeze"), new CustomerCommand.UnfreezeAccount(account, "me", "done"));
        bench.settle();
        bench.mine(Bench.CONFIRMATIONS + 1);
        assertThat(bench.state(sent)).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(bench.node.received(THERE)).isEqualTo(150);
        booksAgreeWithTheChain();
    }

    @Test
    void manyAreUnderWayBeforeTheFirstIsMined() throws Exception {
        List<Withdrawal> orders = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            orders.add(bench.withdraw(account, "scto" + i, 10));
        }
        bench.settle();
        Set<Long> sequences = new TreeSet<>();
        for (Withdrawal order : orders) {
            assertThat(bench.state(order)).isEqualTo(WithdrawalState.BROADCAST);
            sequences.add(bench.withdrawal(order.id())
                    .attempt()
                    .orElseThrow()
                    .preparation()
                    .sequence()
                    .orElseThrow());
        }
        assertThat(sequences).hasSize(50);
        bench.mine(Bench.CONFIRMATIONS + 1);
        orders.forEach(order -> assertThat(bench.state(order)).isEqualTo(WithdrawalState.COMPLETED));
        booksAgreeWithTheChain();
    }

    @Test
    void noMoreAreSentThanMayBeInFlight() throws Exception {
        bench.wallet.configure(ChainSettingsForm.read(Map.of("chain", Bench.CHAIN.caip2(), "maxInFlight", "2")));
        Withdrawal first = order(10);
        Withdrawal second = order(10);
        Withdrawal third = order(10);
        bench.settle();
        assertThat(bench.state(second)).isEqualTo(WithdrawalState.BROADCAST);
        assertThat(waitsFor(third)).isEqualTo("chain.in-flight");
        bench.mine(1);
        bench.settle();
        assertThat(bench.state(first)).isEqualTo(WithdrawalState.CONFIRMING);
        assertThat(bench.state(third)).isEqualTo(WithdrawalState.BROADCAST);
    }

    @Test
    void oneThatFailsOnTheChainGivesItsHoldBackAndCostsTheHouseTheFee() throws Exception {
        Withdrawal withdrawal = bench.withdraw(account, ScriptedNode.FAILING + "ing", 100);
        bench.settle();
        bench.node.mine();
        bench.pass(6_000);
        bench.mine(Bench.CONFIRMATIONS);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.FAILED_ONCHAIN);
        assertThat(bench.available(account)).isEqualTo(10_000);
        assertThat(bench.withdrawal(withdrawal.id())
                        .attempt()
                        .orElseThrow()
                        .feePaid()
                        .orElseThrow()
                        .units())
                .isEqualTo(9);
        booksAgreeWithTheChain();
    }

    @Test
    void aMinedOneWhoseBlockIsRemovedIsFollowedUntilItIsMinedAgain() throws Exception {
        Withdrawal withdrawal = order(100);
        bench.settle();
        bench.mine(1);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.CONFIRMING);
        bench.node.rollBack(1, true);
        bench.node.mineEmpty(2);
        bench.settle();
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.BROADCAST);
        isPaidExactlyOnce(withdrawal, 100);
    }

    @Test
    void aMinedOneWhoseTransactionIsLostInAReorganisationIsSentAgainByTheSameBytes() throws Exception {
        Withdrawal withdrawal = order(100);
        bench.settle();
        bench.mine(1);
        bench.node.rollBack(1, false);
        bench.node.mineEmpty(2);
        bench.pass(20_000);
        assertThat(bench.node.isPending(transaction(withdrawal))).isTrue();
        isPaidExactlyOnce(withdrawal, 100);
    }

    @Test
    void useOfTheKeyBySomeoneElseStopsSendingAndSaysWhy() throws Exception {
        bench.node.submit(new ScriptedTx(
                Bench.CHAIN.caip2(),
                bench.hotWallet(),
                0,
                List.of(),
                List.of(new ScriptedTx.Output("scthief", BigInteger.TEN)),
                BigInteger.ONE));
        bench.mine(1);
        bench.pass(10_000);
        Withdrawal withdrawal = order(100);
        bench.settle();
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.QUEUED);
        assertThat(bench.status().state()).isEqualTo(ChainStatus.State.DEGRADED);
        assertThat(bench.status().reason().orElseThrow()).contains("its key is used elsewhere");
        bench.credit(account, 1);
        assertThat(bench.total(account)).isEqualTo(10_001);
    }

    @Test
    @DisplayName("H44 an adapter that changes the destination is found before anything is reserved")
    void h44_otherDestination() throws Exception {
        bench.faults.always(Call.ASSEMBLE, Fault.OTHER_DESTINATION);
        Withdrawal withdrawal = order(100);
        bench.settle();
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.QUEUED);
        assertThat(waitsFor(withdrawal)).isEqualTo("transaction.unusable");
        assertThat(bench.signer.signed()).isEmpty();
        bench.faults.none();
        bench.settle();
        isPaidExactlyOnce(withdrawal, 100);
    }

    @Test
    void anotherAdapterGoesOnWhereTheFirstOneLeft() throws Exception {
        bench.faults.always(Call.FEES, Fault.UNREACHABLE);
        Withdrawal withdrawal = order(100);
        bench.settle();
        assertThat(bench.status().state()).isEqualTo(ChainStatus.State.DEGRADED);
        bench.wallet.adapterLeft(bench.adapter);
        bench.settle();
        assertThat(bench.status().state()).isEqualTo(ChainStatus.State.ABSENT);
        assertThat(bench.status().work().openWithdrawals()).isEqualTo(1);
        bench.faults.none();
        bench.adapter = bench.newAdapter();
        bench.wallet.adapterArrived(bench.adapter);
        bench.settle();
        isPaidExactlyOnce(withdrawal, 100);
    }

    @ParameterizedTest
    @EnumSource(
            value = WithdrawalState.class,
            names = {
                "SCREENING",
                "AWAITING_APPROVAL",
                "QUEUED",
                "PREPARED",
                "SIGNING",
                "SIGNED",
                "BROADCASTING",
                "AMBIGUOUS"
            })
    void goesOnFromEveryStateAfterARestart(WithdrawalState at) throws Exception {
        bench.between = core -> new StoppingCore(core, command -> leaves(command, at));
        bench.restartWallet();
        if (at == WithdrawalState.AMBIGUOUS) {
            bench.faults.next(Call.SUBMIT, Fault.LOST_UNKNOWN);
        }
        Withdrawal withdrawal = order(100);
        bench.settle();
        assertThat(bench.state(withdrawal)).isEqualTo(at);
        bench.between = core -> core;
        bench.restartAll();
        bench.pass(3_000);
        isPaidExactlyOnce(withdrawal, 100);
    }

    /** Whether a command would move a withdrawal on from a state. */
    private static boolean leaves(Command command, WithdrawalState state) {
        return switch (state) {
            case SCREENING -> command instanceof WithdrawalCommand.Screened;
            case AWAITING_APPROVAL -> command instanceof WithdrawalCommand.Approved;
            case QUEUED -> command instanceof WithdrawalCommand.Prepare;
            case PREPARED -> command instanceof WithdrawalCommand.BeginSigning;
            case SIGNING -> command instanceof WithdrawalCommand.Signed;
            case SIGNED -> command instanceof WithdrawalCommand.BeginBroadcast;
            case BROADCASTING, AMBIGUOUS -> command instanceof WithdrawalCommand.Broadcast;
            default -> throw new IllegalArgumentException("state: " + state);
        };
    }
}
