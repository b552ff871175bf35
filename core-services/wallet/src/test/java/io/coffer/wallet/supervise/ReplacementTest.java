// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.core.Command;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.node.Waiting;
import io.coffer.api.request.Refusal;
import io.coffer.api.signing.SigningOutcome;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.Address;
import io.coffer.wallet.scripted.Faults.Call;
import io.coffer.wallet.scripted.Faults.Fault;
import io.coffer.wallet.scripted.ScriptedAccountChain;
import io.coffer.wallet.scripted.ScriptedTx;
import io.coffer.wallet.settings.ChainSettingsForm;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReplacementTest {
    private static final String THERE = "scthere";
    /** As the defaults have it: with a round and the signing still within the 60 s of H22. */
    private static final long REPLACE_AFTER_MS = 45_000;

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

    private Withdrawal order(String to, long units) throws Exception {
        Withdrawal withdrawal = bench.withdraw(account, to, units);
        bench.settle();
        return withdrawal;
    }

    private List<Attempt> attempts(Withdrawal withdrawal) {
        return bench.withdrawal(withdrawal.id()).attempts();
    }

    private String transaction(Withdrawal withdrawal, int attempt) {
        return bench.withdrawal(withdrawal.id())
                .attempt(attempt)
                .flatMap(Attempt::signed)
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

    private void isPaidExactlyOnce(Withdrawal withdrawal, String to, long units) {
        bench.node.mineNothingBelow(0);
        bench.mine(1);
        bench.pass(70_000);
        bench.mine(Bench.CONFIRMATIONS + 1);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(bench.node.received(to)).isEqualTo(units);
        booksAgreeWithTheChain();
    }

    private void booksAgreeWithTheChain() {
        assertThat(bench.custody()).isEqualTo(bench.onChain());
        assertThat(bench.core.read(state -> state.trialBalance()).isBalanced()).isTrue();
        BigInteger free = bench.core.read(state -> {
            Address treasury = state.addresses(Bench.CHAIN, KeyPurpose.TREASURY, 0, 1)
                    .get(0)
                    .address();
            return state.funds(treasury, Bench.COIN);
        });
        assertThat(free).isEqualTo(bench.node.balance(bench.hotWallet()));
    }

    /** Lets time pass until something is so, and says how long that took. */
    private long until(BooleanSupplier fact, long limitMs) {
        for (long passed = 0; passed <= limitMs; passed += 1_000) {
            if (fact.getAsBoolean()) {
                return passed;
            }
            bench.pass(1_000);
        }
        throw new AssertionError("not within " + limitMs + " ms: " + bench.status());
    }

    @Test
    void whatIsNotMinedInTimeIsReplacedAtTheSameSequenceAndPaidOnce() throws Exception {
        bench.node.mineNothingBelow(12);
        Withdrawal withdrawal = order(THERE, 100);
        bench.mine(1);
        bench.pass(REPLACE_AFTER_MS - 2_000);
        assertThat(attempts(withdrawal)).hasSize(1);
        bench.pass(4_000);
        List<Attempt> attempts = attempts(withdrawal);
        assertThat(attempts).hasSize(2);
        assertThat(attempts.get(1).preparation().sequence())
                .isEqualTo(attempts.get(0).preparation().sequence());
        assertThat(attempts.get(1).preparation().fee().rate()).isEqualTo(12);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.BROADCAST);
        assertThat(bench.node.isPending(transaction(withdrawal, 2))).isTrue();
        assertThat(bench.node.isPending(transaction(withdrawal, 1))).isFalse();
        isPaidExactlyOnce(withdrawal, THERE, 100);
        Attempt mined = bench.withdrawal(withdrawal.id()).attempt().orElseThrow();
        assertThat(mined.number()).isEqualTo(2);
        assertThat(mined.feePaid().orElseThrow().units()).isEqualTo(11);
    }

    @Test
    void anEarlierAttemptThatIsMinedAfterAllCounts() throws Exception {
        Withdrawal withdrawal = order(THERE, 100);
        bench.pass(REPLACE_AFTER_MS + 2_000);
        assertThat(attempts(withdrawal)).hasSize(2);
        bench.node.mineThis(transaction(withdrawal, 1));
        bench.settle();
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.CONFIRMING);
        isPaidExactlyOnce(withdrawal, THERE, 100);
        Attempt mined = bench.withdrawal(withdrawal.id()).attempt().orElseThrow();
        assertThat(mined.number()).isEqualTo(1);
        assertThat(mined.feePaid().orElseThrow().units()).isEqualTo(9);
    }

    @Test
    void anEarlierAttemptThatMovedNothingInAnyBlockIsFoundByItsStatus() throws Exception {
        bench.node.letFail(1);
        Withdrawal withdrawal = order(THERE, 100);
        bench.pass(REPLACE_AFTER_MS + 2_000);
        bench.node.mineThis(transaction(withdrawal, 1));
        bench.pass(70_000);
        bench.mine(Bench.CONFIRMATIONS + 1);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.FAILED_ONCHAIN);
        assertThat(bench.available(account)).isEqualTo(10_000);
        booksAgreeWithTheChain();
    }

    @Test
    void afterAReorganisationAnotherAttemptMayBeTheOneThatStays() throws Exception {
        Withdrawal withdrawal = order(THERE, 100);
        bench.pass(REPLACE_AFTER_MS + 2_000);
        bench.mine(1);
        assertThat(bench.withdrawal(withdrawal.id()).attempt().orElseThrow().number())
                .isEqualTo(2);
        bench.node.rollBack(1, false);
        bench.node.mineThis(transaction(withdrawal, 1));
        bench.node.mineEmpty(1);
        bench.settle();
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.CONFIRMING);
        assertThat(bench.withdrawal(withdrawal.id()).attempt().orElseThrow().number())
                .isEqualTo(1);
        isPaidExactlyOnce(withdrawal, THERE, 100);
    }

    @Test
    void eachFurtherReplacementWaitsTwiceAsLongAndNoneGoesAboveTheCap() throws Exception {
        bench.node.mineNothingBelow(1_000_000);
        Withdrawal withdrawal = order(THERE, 100);
        List<Long> pauses = new ArrayList<>();
        for (int made = 2; made <= 4; made++) {
            int expected = made;
            pauses.add(until(() -> attempts(withdrawal).size() == expected, 10 * REPLACE_AFTER_MS));
        }
        assertThat(pauses.get(1)).isBetween(2 * REPLACE_AFTER_MS - 5_000, 2 * REPLACE_AFTER_MS + 5_000);
        assertThat(pauses.get(2)).isBetween(4 * REPLACE_AFTER_MS - 5_000, 4 * REPLACE_AFTER_MS + 5_000);
        ((ScriptedAccountChain) bench.adapter).feeRate(1_001);
        until(() -> waitsFor(withdrawal).equals("fee.above-cap"), 20 * REPLACE_AFTER_MS);
        bench.pass(2 * REPLACE_AFTER_MS);
        assertThat(attempts(withdrawal)).hasSize(4);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.BROADCAST);
        bench.node.mineNothingBelow(0);
        bench.mine(1);
        bench.settle();
        assertThat(waitsFor(withdrawal)).isEqualTo("nothing");
        isPaidExactlyOnce(withdrawal, THERE, 100);
    }

    @Test
    void onlyTheLowestUnminedOfASenderIsReplaced() throws Exception {
        bench.node.mineNothingBelow(12);
        Withdrawal first = order(THERE, 100);
        Withdrawal second = order("scsecond", 100);
        bench.pass(REPLACE_AFTER_MS + 5_000);
        assertThat(attempts(first)).hasSize(2);
        assertThat(attempts(second)).hasSize(1);
        assertThat(bench.wallet.bump(second.id()).map(Refusal::code)).contains("withdrawal.not-lowest");
        bench.mine(1);
        bench.pass(REPLACE_AFTER_MS + 5_000);
        assertThat(attempts(second)).hasSize(2);
        isPaidExactlyOnce(first, THERE, 100);
        assertThat(bench.state(second)).isEqualTo(WithdrawalState.COMPLETED);
    }

    @Test
    void anOperatorHasItReplacedAtOnceAndIsToldWhyNot() throws Exception {
        Withdrawal withdrawal = order(THERE, 100);
        assertThat(bench.wallet.bump(withdrawal.id())).isEmpty();
        bench.settle();
        assertThat(attempts(withdrawal)).hasSize(2);
        assertThat(bench.wallet.bump(withdrawal.id())).isEmpty();
        bench.settle();
        assertThat(attempts(withdrawal)).hasSize(3);
        ((ScriptedAccountChain) bench.adapter).feeRate(1_001);
        assertThat(bench.wallet.bump(withdrawal.id())).isEmpty();
        bench.settle();
        assertThat(attempts(withdrawal)).hasSize(3);
        assertThat(waitsFor(withdrawal)).isEqualTo("fee.above-cap");
        bench.mine(1);
        assertThat(bench.wallet.bump(withdrawal.id()).map(Refusal::code)).contains("withdrawal.state");
        assertThat(bench.wallet.bump(new WithdrawalId("wd_none")).map(Refusal::code))
                .contains("withdrawal.unknown");
        isPaidExactlyOnce(withdrawal, THERE, 100);
    }

    @Test
    void whatTheSenderCannotPayForIsNotAskedOfTheCore() throws Exception {
        bench.credit(account, 100_000);
        AtomicInteger asked = new AtomicInteger();
        bench.between = core -> new StoppingCore(core, command -> {
            asked.addAndGet(command instanceof WithdrawalCommand.Replace ? 1 : 0);
            return false;
        });
        bench.restartWallet();
        bench.node.mineNothingBelow(1_000_000);
        Withdrawal withdrawal = order(THERE, 100);
        order("screst", 100_000 - 100 - 20);
        bench.pass(3 * REPLACE_AFTER_MS);
        assertThat(waitsFor(withdrawal)).isEqualTo("hot-wallet.insufficient");
        assertThat(asked).hasValue(0);
        isPaidExactlyOnce(withdrawal, THERE, 100);
    }

    @Test
    void theOperatorSaysAfterHowManySeconds() throws Exception {
        bench.wallet.configure(ChainSettingsForm.read(Map.of("chain", Bench.CHAIN.caip2(), "replace-after", "20")));
        Withdrawal withdrawal = order(THERE, 100);
        bench.pass(18_000);
        assertThat(attempts(withdrawal)).hasSize(1);
        bench.pass(4_000);
        assertThat(attempts(withdrawal)).hasSize(2);
        isPaidExactlyOnce(withdrawal, THERE, 100);
    }

    @Test
    void anUpdateOfTheAdapterBeginsNoWaitAnew() throws Exception {
        Withdrawal withdrawal = order(THERE, 100);
        bench.pass(REPLACE_AFTER_MS - 10_000);
        bench.wallet.adapterLeft(bench.adapter);
        bench.adapter = bench.newAdapter();
        bench.wallet.adapterArrived(bench.adapter);
        bench.pass(5_000);
        assertThat(attempts(withdrawal)).hasSize(1);
        bench.pass(7_000);
        assertThat(attempts(withdrawal)).hasSize(2);
        isPaidExactlyOnce(withdrawal, THERE, 100);
    }

    @Test
    void afterARestartItWaitsOnceMore() throws Exception {
        Withdrawal withdrawal = order(THERE, 100);
        bench.pass(REPLACE_AFTER_MS - 5_000);
        bench.restartAll();
        bench.pass(REPLACE_AFTER_MS - 5_000);
        assertThat(attempts(withdrawal)).hasSize(1);
        bench.pass(10_000);
        assertThat(attempts(withdrawal)).hasSize(2);
        isPaidExactlyOnce(withdrawal, THERE, 100);
    }

    @Test
    void whileTheVaultIsSealedNothingIsReplaced() throws Exception {
        Withdrawal withdrawal = order(THERE, 100);
        bench.vault.seal();
        bench.pass(2 * REPLACE_AFTER_MS);
        assertThat(attempts(withdrawal)).hasSize(1);
        bench.vault.unseal();
        bench.settle();
        assertThat(attempts(withdrawal)).hasSize(2);
        isPaidExactlyOnce(withdrawal, THERE, 100);
    }

    @Test
    void aReplacementThatIsNotSignedLeavesWhatWasSentAsItWas() throws Exception {
        Withdrawal withdrawal = order(THERE, 100);
        bench.signer.answer(Optional.of(new SigningOutcome.Denied("rule.x", "not today", false)));
        bench.pass(REPLACE_AFTER_MS + 5_000);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.BROADCAST);
        assertThat(attempts(withdrawal)).hasSize(1);
        assertThat(waitsFor(withdrawal)).isEqualTo("signing.denied");
        isPaidExactlyOnce(withdrawal, THERE, 100);
    }

    @Test
    void theFirstIsMinedWhileItsReplacementIsBeingSigned() throws Exception {
        Withdrawal withdrawal = order(THERE, 100);
        bench.signer.answer(Optional.of(new SigningOutcome.Sealed()));
        bench.pass(REPLACE_AFTER_MS + 5_000);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.SIGNING);
        bench.mine(1);
        bench.settle();
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.CONFIRMING);
        Withdrawal next = order("scnext", 50);
        assertThat(waitsFor(next)).isNotEqualTo("hot-wallet.busy");
        bench.signer.answer(Optional.empty());
        isPaidExactlyOnce(withdrawal, THERE, 100);
        assertThat(bench.node.received("scnext")).isEqualTo(50);
    }

    @Test
    void anAdapterWhoseReplacementsOfferNoMoreIsNotBelieved() throws Exception {
        Withdrawal withdrawal = order(THERE, 100);
        bench.faults.always(Call.FEES, Fault.EXCEPTION);
        bench.pass(REPLACE_AFTER_MS + 5_000);
        assertThat(attempts(withdrawal)).hasSize(1);
        assertThat(waitsFor(withdrawal)).isEqualTo("replacement.failed");
        bench.faults.none();
        bench.pass(REPLACE_AFTER_MS);
        assertThat(attempts(withdrawal)).hasSize(2);
        isPaidExactlyOnce(withdrawal, THERE, 100);
    }

    @ParameterizedTest
    @EnumSource(
            value = WithdrawalState.class,
            names = {"BROADCAST", "PREPARED", "SIGNING", "SIGNED", "BROADCASTING"})
    void goesOnFromEveryStateOfAReplacementAfterARestart(WithdrawalState at) throws Exception {
        Withdrawal withdrawal = order(THERE, 100);
        bench.between = core -> new StoppingCore(core, command -> leaves(command, at));
        bench.restartWallet();
        bench.pass(REPLACE_AFTER_MS + 5_000);
        assertThat(bench.state(withdrawal)).isEqualTo(at);
        bench.between = core -> core;
        bench.restartAll();
        bench.pass(REPLACE_AFTER_MS + 5_000);
        assertThat(attempts(withdrawal)).hasSizeGreaterThan(1);
        isPaidExactlyOnce(withdrawal, THERE, 100);
    }

    /** Whether a command would move a replacement on from a state. */
    private static boolean leaves(Command command, WithdrawalState state) {
        return switch (state) {
            case BROADCAST -> command instanceof WithdrawalCommand.Replace;
            case PREPARED -> command instanceof WithdrawalCommand.BeginSigning;
            case SIGNING -> command instanceof WithdrawalCommand.Signed;
            case SIGNED -> command instanceof WithdrawalCommand.BeginBroadcast;
            case BROADCASTING -> command instanceof WithdrawalCommand.Broadcast;
            default -> throw new IllegalArgumentException("state: " + state);
        };
    }

    private List<Withdrawal> six() throws Exception {
        List<Withdrawal> orders = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            orders.add(order("scto" + i, 10));
        }
        // All are known to the node and long past their first questions.
        bench.pass(40_000);
        return orders;
    }

    private void allArePaidOnce(List<Withdrawal> orders) {
        bench.node.mineNothingBelow(0);
        bench.mine(1);
        bench.pass(70_000);
        bench.mine(Bench.CONFIRMATIONS + 1);
        for (int i = 0; i < orders.size(); i++) {
            assertThat(bench.state(orders.get(i))).isEqualTo(WithdrawalState.COMPLETED);
            assertThat(bench.node.received("scto" + i)).isEqualTo(10);
        }
        booksAgreeWithTheChain();
    }

    @Test
    @DisplayName("H22 the transaction below five queued ones is dropped: the same bytes fill the gap within 60 s")
    void h22_filledByTheSameBytes() throws Exception {
        // Before anything else is tried.
        bench.wallet.configure(ChainSettingsForm.read(Map.of("chain", Bench.CHAIN.caip2(), "replace-after", "120")));
        List<Withdrawal> orders = six();
        String lost = transaction(orders.get(0), 1);
        bench.node.drop(lost);
        long tookMs = until(() -> bench.node.isPending(lost), 60_000);
        assertThat(tookMs).isLessThanOrEqualTo(60_000);
        assertThat(bench.node.poolSize()).isEqualTo(6);
        assertThat(attempts(orders.get(0))).hasSize(1);
        allArePaidOnce(orders);
    }

    @Test
    @DisplayName("H22 a dropped one in the middle of the queue is offered again, too")
    void h22_inTheMiddle() throws Exception {
        List<Withdrawal> orders = six();
        String lost = transaction(orders.get(3), 1);
        bench.node.drop(lost);
        until(() -> bench.node.isPending(lost), 61_000);
        allArePaidOnce(orders);
    }

    @Test
    @DisplayName("H22 the node takes the same bytes no more: only a replacement fills the gap, within 60 s")
    void h22_onlyTheReplacementGetsIn() throws Exception {
        bench.wallet.configure(ChainSettingsForm.read(Map.of("chain", Bench.CHAIN.caip2(), "replace-after", "600")));
        List<Withdrawal> orders = six();
        Withdrawal first = orders.get(0);
        bench.node.drop(transaction(first, 1));
        bench.node.takeNothingBelow(20);
        ((ScriptedAccountChain) bench.adapter).feeRate(20);
        long tookMs = until(() -> attempts(first).size() == 2 && bench.node.isPending(transaction(first, 2)), 60_000);
        assertThat(tookMs).isLessThanOrEqualTo(60_000);
        assertThat(bench.node.poolSize()).isEqualTo(6);
        assertThat(bench.node.submissions(transaction(first, 1))).isGreaterThanOrEqualTo(2);
        allArePaidOnce(orders);
    }

    @Test
    @DisplayName("H22 what has several attempts is offered again by each of them until one is taken")
    void h22_severalAttempts() throws Exception {
        Withdrawal withdrawal = order(THERE, 100);
        bench.pass(REPLACE_AFTER_MS + 2_000);
        assertThat(attempts(withdrawal)).hasSize(2);
        bench.node.forgetPool();
        bench.faults.next(Call.SUBMIT, Fault.UNDERPRICED);
        long tookMs = until(() -> bench.node.poolSize() == 1, 60_000);
        assertThat(tookMs).isLessThanOrEqualTo(60_000);
        assertThat(bench.node.isPending(transaction(withdrawal, 1))).isTrue();
        isPaidExactlyOnce(withdrawal, THERE, 100);
    }

    @Test
    void aSequenceThatSomebodyElseHasTakenIsNotReplacedAndSaysSo() throws Exception {
        Withdrawal withdrawal = order(THERE, 100);
        bench.node.forgetPool();
        bench.node.submit(new ScriptedTx(
                Bench.CHAIN.caip2(),
                bench.hotWallet(),
                0,
                List.of(),
                List.of(new ScriptedTx.Output("scthief", BigInteger.TEN)),
                BigInteger.ONE));
        bench.mine(1);
        bench.pass(3 * REPLACE_AFTER_MS);
        assertThat(attempts(withdrawal)).hasSize(1);
        assertThat(waitsFor(withdrawal)).isIn("sequence.taken", "broadcast.rejected");
        assertThat(bench.available(account)).isEqualTo(9_900);
    }
}
