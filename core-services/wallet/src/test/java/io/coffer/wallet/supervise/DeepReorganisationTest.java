// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.wallet.scripted.ScriptedNode;
import java.math.BigInteger;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Withdrawals that had ended in blocks that are removed although they counted as final. */
class DeepReorganisationTest {
    private static final String THERE = "scthere";

    @TempDir
    Path folder;

    private Bench bench;
    private AccountId account;

    private void begin(boolean outputMode, long... hotWallet) throws Exception {
        bench = new Bench(folder, outputMode);
        bench.settle();
        account = bench.account();
        bench.allowWithdrawals();
        bench.fundHotWallet(hotWallet);
        bench.credit(account, 10_000);
    }

    @AfterEach
    void end() throws Exception {
        bench.close();
    }

    private Attempt attempt(Withdrawal withdrawal) {
        return bench.withdrawal(withdrawal.id()).attempt().orElseThrow();
    }

    private String transaction(Withdrawal withdrawal) {
        return attempt(withdrawal).signed().orElseThrow().id().text();
    }

    /** Removes the block of a withdrawal and all after it, and lets an operator pass it. */
    private void removeBlockOf(Withdrawal withdrawal, boolean keepTransactions) {
        long height = attempt(withdrawal).block().orElseThrow().height();
        int depth = (int) (bench.node.head().height() - height + 1);
        bench.node.rollBack(depth, keepTransactions);
        bench.node.mineEmpty(depth + 1);
        bench.settle();
        assertThat(bench.status().reason().orElseThrow()).contains("counted as final");
        assertThat(bench.state(withdrawal).isTerminal())
                .as("nothing before it is judged")
                .isTrue();
        bench.acknowledgeHalt();
        bench.settle();
    }

    /** An operator lets the asset go out again that a rule has halted. */
    private void release() throws Exception {
        assertThat(Bench.done(bench.wallet
                        .wallets()
                        .releaseOutbound(bench.nextKey(), Bench.ASSET, "operator:olga", "looked at")))
                .isEqualTo(Bench.ASSET);
    }

    private void booksAgreeWithTheChain() {
        assertThat(bench.custody()).isEqualTo(bench.onChain());
        assertThat(bench.core.read(state -> state.trialBalance()).isBalanced()).isTrue();
    }

    private BigInteger exposure() {
        return bench.core
                .read(state -> state.balance(new LedgerAccountId(AccountKind.EXPOSURE, "", Bench.ASSET)))
                .total();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "H11 a completed withdrawal whose final block is removed is offered again by the same bytes, and settles once")
    void h11_completed(boolean keepTransactions) throws Exception {
        begin(false, 100_000);
        Withdrawal withdrawal = bench.withdraw(account, THERE, 100);
        bench.mine(Bench.CONFIRMATIONS + 1);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.COMPLETED);
        String tx = transaction(withdrawal);

        removeBlockOf(withdrawal, keepTransactions);
        assertThat(bench.state(withdrawal)).isIn(WithdrawalState.BROADCAST, WithdrawalState.AMBIGUOUS);
        assertThat(bench.total(account)).isEqualTo(10_000);
        assertThat(bench.available(account)).isEqualTo(9_900);
        booksAgreeWithTheChain();

        bench.pass(60_000);
        assertThat(bench.node.isPending(tx)).isTrue();
        Withdrawal next = bench.withdraw(account, "scnext", 50);
        bench.settle();
        bench.mine(Bench.CONFIRMATIONS + 1);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(bench.state(next)).as("the asset is halted").isEqualTo(WithdrawalState.QUEUED);
        assertThat(bench.wallet.waiting(Bench.CHAIN))
                .extracting(waiting -> waiting.code())
                .containsExactly("asset.halted");
        release();
        bench.settle();
        bench.mine(Bench.CONFIRMATIONS + 1);
        assertThat(bench.state(next)).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(transaction(withdrawal)).isEqualTo(tx);
        assertThat(bench.node.received(THERE)).isEqualTo(100);
        assertThat(bench.node.received("scnext")).isEqualTo(50);
        assertThat(bench.signer.signedFor(withdrawal.id())).containsExactly(tx);
        assertThat(bench.total(account)).isEqualTo(9_850);
        assertThat(exposure()).isZero();
        booksAgreeWithTheChain();
        assertThat(bench.core.replay(0)).isEqualTo(bench.core.stateHash());
    }

    @Test
    @DisplayName("H11 a failed withdrawal that succeeds after all is paid from what is left, and the rest is exposure")
    void h11_failed() throws Exception {
        begin(false, 100_000);
        String to = ScriptedNode.FAILING + "ing";
        Withdrawal failed = bench.withdraw(account, to, 4_000);
        bench.settle();
        bench.node.mine();
        bench.pass(6_000);
        bench.mine(Bench.CONFIRMATIONS);
        assertThat(bench.state(failed)).isEqualTo(WithdrawalState.FAILED_ONCHAIN);
        // The released hold goes out by another withdrawal, which ends in a block that is removed, too.
        Withdrawal other = bench.withdraw(account, THERE, 9_000);
        bench.mine(Bench.CONFIRMATIONS + 1);
        assertThat(bench.state(other)).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(bench.total(account)).isEqualTo(1_000);

        bench.node.letAllSucceed();
        removeBlockOf(failed, true);
        booksAgreeWithTheChain();
        bench.pass(60_000);
        bench.mine(Bench.CONFIRMATIONS + 1);

        assertThat(bench.state(failed)).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(bench.state(other)).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(bench.node.received(to)).isEqualTo(4_000);
        assertThat(bench.node.received(THERE)).isEqualTo(9_000);
        assertThat(bench.total(account)).isZero();
        assertThat(exposure()).isEqualTo(3_000);
        booksAgreeWithTheChain();
    }

    @Test
    @DisplayName("H11 outputs of a removed transaction stay with the withdrawal that spends them")
    void h11_outputs() throws Exception {
        begin(true, 5_000);
        Withdrawal parent = bench.withdraw(account, THERE, 100);
        bench.mine(Bench.CONFIRMATIONS + 1);
        assertThat(bench.state(parent)).isEqualTo(WithdrawalState.COMPLETED);
        Withdrawal child = bench.withdraw(account, "scchild", 200);
        bench.settle();
        assertThat(bench.state(child)).isEqualTo(WithdrawalState.BROADCAST);
        assertThat(attempt(child).preparation().inputs())
                .allMatch(input -> input.tx().text().equals(transaction(parent)));

        removeBlockOf(parent, true);
        assertThat(bench.core.<Integer>read(
                        state -> state.treasuryOutputs(Bench.CHAIN).size()))
                .isZero();
        Withdrawal third = bench.withdraw(account, "scthird", 300);
        bench.settle();
        assertThat(bench.state(third)).isEqualTo(WithdrawalState.QUEUED);
        release();
        for (int i = 0; i < 4; i++) {
            bench.pass(60_000);
            bench.mine(Bench.CONFIRMATIONS + 1);
        }

        for (Withdrawal withdrawal : new Withdrawal[] {parent, child, third}) {
            assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.COMPLETED);
            assertThat(bench.signer.signedFor(withdrawal.id())).hasSize(1);
            assertThat(bench.node.received(withdrawal.request().to().text()))
                    .isEqualTo(withdrawal.request().amount().units());
        }
        booksAgreeWithTheChain();
    }
}
