// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.node.Waiting;
import io.coffer.api.request.CommandId;
import io.coffer.api.signing.SigningOutcome;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a withdrawal that the signing service refuses, and of those behind it. */
class SigningRefusalTest {
    private static final String REFUSED = "screfused";
    private static final String NEXT = "scnext";

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

    static List<SigningOutcome.Unsigned> refusals() {
        return List.of(
                new SigningOutcome.Denied("rule.x", "never", false), new SigningOutcome.Mismatch("another", false));
    }

    private String waitsFor(Withdrawal withdrawal) {
        return bench.wallet.waiting(Bench.CHAIN).stream()
                .filter(waiting -> waiting.withdrawal().equals(withdrawal.id()))
                .map(Waiting::code)
                .findFirst()
                .orElse("nothing");
    }

    private long position() {
        return bench.core.status().position();
    }

    private void arePaidOnce(Withdrawal... withdrawals) {
        bench.mine(Bench.CONFIRMATIONS + 1);
        for (Withdrawal withdrawal : withdrawals) {
            assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.COMPLETED);
            assertThat(bench.node.received(withdrawal.request().to().text()))
                    .isEqualTo(withdrawal.request().amount().units());
            assertThat(bench.signer.placesOf(withdrawal.id())).hasSize(1);
        }
        assertThat(bench.custody()).isEqualTo(bench.onChain());
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusalForGoodKeepsNothingReservedAndTheNextOnesGoOn(SigningOutcome.Unsigned refusal) throws Exception {
        bench.signer.object(REFUSED, Optional.of(refusal));
        Withdrawal refused = bench.withdraw(account, REFUSED, 100);
        Withdrawal next = bench.withdraw(account, NEXT, 50);
        bench.settle();

        assertThat(bench.state(refused)).isEqualTo(WithdrawalState.QUEUED);
        assertThat(waitsFor(refused))
                .isEqualTo(refusal instanceof SigningOutcome.Denied ? "signing.denied" : "signing.mismatch");
        assertThat(bench.state(next)).isEqualTo(WithdrawalState.BROADCAST);
        arePaidOnce(next);
        assertThat(bench.signer.signedFor(refused.id())).isEmpty();

        Bench.done(bench.wallet.wallets().cancel(bench.nextKey(), refused.id(), "it will not be signed"));
        assertThat(bench.state(refused)).isEqualTo(WithdrawalState.CANCELLED);
        assertThat(bench.available(account)).isEqualTo(9_950);
    }

    @Test
    void whatIsRefusedIsTriedAgainAfterPausesThatGrow() throws Exception {
        bench.signer.object(REFUSED, Optional.of(new SigningOutcome.Denied("rule.x", "not yet", false)));
        Withdrawal refused = bench.withdraw(account, REFUSED, 100);
        bench.settle();
        long first = position();
        bench.pass(29_000);
        assertThat(position()).as("no busy loop fills the journal").isEqualTo(first);
        bench.pass(2_000);
        long second = position();
        // Prepared and given back; the time is journaled, too.
        assertThat(second).isBetween(first + 2, first + 3);
        bench.pass(58_000);
        assertThat(position()).isEqualTo(second);
        bench.signer.object("", Optional.empty());
        bench.pass(4_000);
        arePaidOnce(refused);
    }

    @Test
    void aRefusalAfterSigningBeganGoesBackToTheQueueIfNoKeyWasUsed() throws Exception {
        bench.signer.answer(Optional.of(new SigningOutcome.Denied("family.unverified", "switched off", false)));
        Withdrawal refused = bench.withdraw(account, REFUSED, 100);
        Withdrawal next = bench.withdraw(account, NEXT, 50);
        bench.settle();

        assertThat(bench.state(refused)).isEqualTo(WithdrawalState.QUEUED);
        assertThat(waitsFor(refused)).isEqualTo("signing.denied");
        assertThat(bench.state(next)).as("it had its turn, too").isEqualTo(WithdrawalState.QUEUED);
        assertThat(waitsFor(next)).isEqualTo("signing.denied");
        bench.signer.answer(Optional.empty());
        bench.pass(40_000);
        arePaidOnce(refused, next);
    }

    @Test
    void whereASignatureMayExistTheSameIsSignedAgainUntilAnOperatorGivesItUp() throws Exception {
        bench.signer.answer(Optional.of(new SigningOutcome.Mismatch("the vault signs something else", true)));
        Withdrawal refused = bench.withdraw(account, REFUSED, 100);
        Withdrawal next = bench.withdraw(account, NEXT, 50);
        bench.settle();
        bench.pass(100_000);
        assertThat(bench.state(refused)).isEqualTo(WithdrawalState.SIGNING);
        assertThat(waitsFor(refused)).isEqualTo("signing.mismatch");
        assertThat(waitsFor(next)).isEqualTo("hot-wallet.busy");

        int attempt = bench.withdrawal(refused.id()).attempt().orElseThrow().number();
        assertThat(Bench.refused(bench.wallet
                        .wallets()
                        .abandonSigning(
                                bench.nextKey(), refused.id(), attempt + 1, "operator:eve", "looked at another")))
                .isEqualTo("withdrawal.attempt");
        Bench.done(bench.wallet
                .wallets()
                .abandonSigning(bench.nextKey(), refused.id(), attempt, "operator:eve", "the device is destroyed"));
        bench.signer.answer(Optional.empty());
        bench.pass(1_000);
        assertThat(bench.state(next)).isEqualTo(WithdrawalState.BROADCAST);
        bench.pass(200_000);
        arePaidOnce(refused, next);
    }

    @Test
    void afterACrashBetweenSignatureAndJournalNothingIsGivenUpByItself() throws Exception {
        bench.between = core -> new StoppingCore(core, command -> command instanceof WithdrawalCommand.Signed);
        bench.restartWallet();
        Withdrawal withdrawal = bench.withdraw(account, REFUSED, 100);
        bench.settle();
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.SIGNING);
        assertThat(bench.signer.signedFor(withdrawal.id())).hasSize(1);

        bench.between = core -> core;
        bench.signer.answer(Optional.of(new SigningOutcome.Denied("rule.x", "of today", false)));
        bench.restartAll();
        bench.pass(100_000);
        assertThat(bench.state(withdrawal)).as("a signature exists").isEqualTo(WithdrawalState.SIGNING);
        assertThat(waitsFor(withdrawal)).isEqualTo("signing.denied");

        bench.signer.answer(Optional.empty());
        bench.pass(200_000);
        arePaidOnce(withdrawal);
    }

    @Test
    void bytesOfAnAttemptThatWasGivenUpAreNotTaken() throws Exception {
        bench.signer.answer(Optional.of(new SigningOutcome.Sealed()));
        Withdrawal withdrawal = bench.withdraw(account, REFUSED, 100);
        bench.settle();
        Withdrawal signing = bench.withdrawal(withdrawal.id());
        bench.core.submit(
                CommandId.of("test", "abandon"),
                new WithdrawalCommand.AbandonSigning(withdrawal.id(), 1, "operator:eve", "test"));
        bench.settle();
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.SIGNING);
        assertThat(bench.withdrawal(withdrawal.id()).attempt().orElseThrow().number())
                .isEqualTo(signing.attempt().orElseThrow().number() + 1);
        bench.signer.answer(Optional.empty());
        bench.settle();
        arePaidOnce(withdrawal);
    }
}
