// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.core.AssetCommand;
import io.coffer.api.core.Command;
import io.coffer.api.core.CustomerCommand;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.node.Waiting;
import io.coffer.api.signing.SigningService.Coverage;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a withdrawal that was being signed when the books stopped it. */
class StoppedSigningTest {
    private static final String THERE = "scthere";
    private static final String NEXT = "scnext";
    private static final long REPLACE_AFTER_MS = 60_000;

    @TempDir
    Path folder;

    private Bench bench;
    private AccountId account;

    @AfterEach
    void end() throws Exception {
        bench.close();
    }

    @BeforeEach
    void begin() throws Exception {
        start(false);
    }

    private void start(boolean outputMode) throws Exception {
        bench = new Bench(folder.resolve(outputMode ? "outputs" : "accounts"), outputMode);
        bench.settle();
        account = bench.account();
        bench.allowWithdrawals();
        bench.fundHotWallet(60_000, 40_000);
        bench.credit(account, 10_000);
    }

    private void submit(Command command) throws Exception {
        bench.core.submit(bench.nextKey().id(), command);
    }

    private void freeze() throws Exception {
        submit(new CustomerCommand.FreezeAccount(account, "looked into"));
    }

    private void halt() throws Exception {
        submit(new AssetCommand.HaltOutbound(Bench.ASSET, "looked into"));
    }

    /** The wallet signs and is as good as killed before its bytes are durable. */
    private void stopBeforeTheBytesAreDurable() {
        bench.between = core -> new StoppingCore(core, command -> command instanceof WithdrawalCommand.Signed);
        bench.restartWallet();
    }

    private void goOn() throws Exception {
        bench.between = core -> core;
        bench.restartAll();
        bench.pass(2_000);
    }

    private Withdrawal inSigning() throws Exception {
        stopBeforeTheBytesAreDurable();
        Withdrawal withdrawal = bench.withdraw(account, THERE, 100);
        bench.settle();
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.SIGNING);
        assertThat(bench.signer.signedFor(withdrawal.id())).hasSize(1);
        return withdrawal;
    }

    private String waitsFor(Withdrawal withdrawal) {
        return bench.wallet.waiting(Bench.CHAIN).stream()
                .filter(waiting -> waiting.withdrawal().equals(withdrawal.id()))
                .map(Waiting::code)
                .findFirst()
                .orElse("nothing");
    }

    private void isPaidOnce(Withdrawal withdrawal) {
        bench.mine(Bench.CONFIRMATIONS + 1);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(bench.node.received(withdrawal.request().to().text()))
                .isEqualTo(withdrawal.request().amount().units());
        assertThat(bench.custody()).isEqualTo(bench.onChain());
        assertThat(bench.core.read(state -> state.trialBalance()).isBalanced()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("H11 what is being signed when its account is frozen is not sent, and the others of its sender are")
    void h11_frozenWhileSigning(boolean outputMode) throws Exception {
        bench.close();
        start(outputMode);
        AccountId other = bench.account();
        bench.credit(other, 10_000);
        Withdrawal stopped = inSigning();
        freeze();
        goOn();
        assertThat(bench.state(stopped)).isEqualTo(WithdrawalState.QUEUED);
        assertThat(waitsFor(stopped)).isEqualTo("account.frozen");

        Withdrawal next = bench.withdraw(other, NEXT, 50);
        bench.settle();
        isPaidOnce(next);
        bench.pass(200_000);
        bench.mine(1);
        assertThat(bench.node.received(THERE)).isZero();
        assertThat(bench.signer.signedFor(stopped.id())).as("not signed again").hasSize(1);
        bench.release();
        bench.pass(1_000);
        isPaidOnce(stopped);
    }

    @Test
    @DisplayName("H11 what is being signed when its asset is halted is not sent, whether or not the vault is sealed")
    void h11_haltedWhileSigning() throws Exception {
        Withdrawal stopped = inSigning();
        halt();
        bench.vault.seal();
        goOn();
        assertThat(bench.state(stopped)).isEqualTo(WithdrawalState.QUEUED);
        bench.vault.unseal();
        bench.pass(100_000);
        assertThat(waitsFor(stopped)).isEqualTo("asset.halted");
        bench.mine(2);
        assertThat(bench.node.received(THERE)).isZero();
        bench.release();
        bench.pass(1_000);
        isPaidOnce(stopped);
    }

    @Test
    @DisplayName("H11 where an adapter may have seen the signature it waits in SIGNING and is not signed again")
    void h11_unverified() throws Exception {
        bench.signer.covers(Coverage.UNVERIFIED_ALLOWED);
        Withdrawal stopped = inSigning();
        halt();
        goOn();
        bench.pass(100_000);
        assertThat(bench.state(stopped)).isEqualTo(WithdrawalState.SIGNING);
        assertThat(waitsFor(stopped)).isEqualTo("asset.halted");
        assertThat(bench.node.submitted()).isEmpty();
        bench.release();
        bench.pass(1_000);
        assertThat(bench.signer.placesOf(stopped.id())).as("the same again").hasSize(1);
        isPaidOnce(stopped);
    }

    @Test
    @DisplayName("H11 a replacement that is being signed when the asset is halted is given up; what is out stays out")
    void h11_replacementHalted() throws Exception {
        Withdrawal withdrawal = replacementInSigning();
        halt();
        goOn();
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.BROADCAST);
        bench.pass(2 * REPLACE_AFTER_MS);
        assertThat(bench.withdrawal(withdrawal.id()).attempts()).hasSize(1);
        assertThat(waitsFor(withdrawal)).isEqualTo("asset.halted");
        bench.release();
        isPaidOnce(withdrawal);
    }

    @Test
    @DisplayName("H11 a replacement for a frozen account is signed: what it replaces is out already")
    void h11_replacementFrozen() throws Exception {
        Withdrawal withdrawal = replacementInSigning();
        freeze();
        goOn();
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.BROADCAST);
        assertThat(bench.withdrawal(withdrawal.id()).attempts()).hasSize(2);
        isPaidOnce(withdrawal);
    }

    private Withdrawal replacementInSigning() throws Exception {
        Withdrawal withdrawal = bench.withdraw(account, THERE, 100);
        bench.settle();
        stopBeforeTheBytesAreDurable();
        bench.pass(REPLACE_AFTER_MS + 5_000);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.SIGNING);
        return withdrawal;
    }

    @Test
    void whatIsStoppedFillsNoJournal() throws Exception {
        Withdrawal stopped = inSigning();
        halt();
        goOn();
        long position = bench.core.status().position();
        bench.pass(20_000);
        assertThat(bench.state(stopped)).isEqualTo(WithdrawalState.QUEUED);
        // The time is journaled, too.
        assertThat(bench.core.status().position()).isLessThanOrEqualTo(position + 2);
    }
}
