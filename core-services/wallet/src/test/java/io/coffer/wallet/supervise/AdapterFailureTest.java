// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.node.ChainStatus;
import io.coffer.api.node.Waiting;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.wallet.scripted.Faults.Call;
import io.coffer.wallet.scripted.Faults.Fault;
import io.coffer.wallet.scripted.ScriptedNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An adapter that fails on one withdrawal, and what that is to the others. */
class AdapterFailureTest {
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

    @Test
    void oneThatTheAdapterBreaksOnWaitsAndTheOthersGo() throws Exception {
        Withdrawal breaking = bench.withdraw(account, ScriptedNode.BREAKING, 100);
        Withdrawal next = bench.withdraw(account, "scnext", 50);
        bench.settle();

        assertThat(bench.state(next)).isEqualTo(WithdrawalState.BROADCAST);
        assertThat(bench.state(breaking)).isEqualTo(WithdrawalState.QUEUED);
        assertThat(bench.wallet.waiting(Bench.CHAIN))
                .filteredOn(waiting -> waiting.withdrawal().equals(breaking.id()))
                .extracting(Waiting::code)
                .containsExactly("adapter.failed");
        assertThat(bench.status().state()).isEqualTo(ChainStatus.State.SCANNING);
        bench.mine(Bench.CONFIRMATIONS + 1);
        assertThat(bench.state(next)).isEqualTo(WithdrawalState.COMPLETED);
    }

    @Test
    void anAdapterThatBreaksOnAReceiptHoldsUpThatWithdrawalOnly() throws Exception {
        Withdrawal order = bench.withdraw(account, "scto", 100);
        bench.settle();
        bench.faults.always(Call.STATUS, Fault.EXCEPTION);
        bench.mine(Bench.CONFIRMATIONS + 1);

        assertThat(bench.state(order)).isEqualTo(WithdrawalState.CONFIRMING);
        assertThat(bench.status().state()).isEqualTo(ChainStatus.State.SCANNING);
        assertThat(bench.wallet.waiting(Bench.CHAIN)).extracting(Waiting::code).containsExactly("adapter.failed");
        bench.credit(account, 500);

        bench.faults.none();
        bench.settle();
        assertThat(bench.state(order)).isEqualTo(WithdrawalState.COMPLETED);
    }

    @Test
    void theNoteOfAFailureGoesWhenTheNextLookSucceeds() throws Exception {
        Withdrawal order = bench.withdraw(account, "scto", 100);
        bench.settle();
        bench.faults.always(Call.STATUS, Fault.EXCEPTION);
        bench.pass(6_000);
        assertThat(bench.wallet.waiting(Bench.CHAIN)).extracting(Waiting::code).containsExactly("adapter.failed");

        bench.faults.none();
        bench.pass(20_000);
        assertThat(bench.state(order)).isEqualTo(WithdrawalState.BROADCAST);
        assertThat(bench.wallet.waiting(Bench.CHAIN)).isEmpty();
    }

    @Test
    void anUnreachableNodeStopsTheRoundAndTheNextOneGoesOn() throws Exception {
        bench.faults.next(Call.FEES, Fault.UNREACHABLE);
        Withdrawal withdrawal = bench.withdraw(account, "scnext", 50);
        bench.settle();
        assertThat(bench.status().state()).isEqualTo(ChainStatus.State.DEGRADED);
        bench.settle();
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.BROADCAST);
        assertThat(bench.status().state()).isEqualTo(ChainStatus.State.SCANNING);
    }

    @Test
    void whatAnAdapterThrowsOnBroadcastsDoesNotOpenTheNodesBreaker() throws Exception {
        bench.faults.always(Call.SUBMIT, Fault.TAKEN_EXCEPTION);
        List<Withdrawal> orders = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            orders.add(bench.withdraw(account, "scto" + i, 10));
        }
        bench.settle();
        for (Withdrawal order : orders) {
            String tx = bench.withdrawal(order.id())
                    .attempt()
                    .orElseThrow()
                    .signed()
                    .orElseThrow()
                    .id()
                    .text();
            assertThat(bench.node.submissions(tx)).as("each was offered").isEqualTo(1);
        }
        bench.faults.none();
        bench.pass(5_000);
        bench.mine(Bench.CONFIRMATIONS + 1);
        orders.forEach(order -> assertThat(bench.state(order)).isEqualTo(WithdrawalState.COMPLETED));
    }

    @Test
    void aReservationIsGivenBackIfTheAdapterFailsBeforeItIsSigned() throws Exception {
        bench.between = core -> new StoppingCore(core, command -> command instanceof WithdrawalCommand.BeginSigning);
        bench.restartWallet();
        Withdrawal first = bench.withdraw(account, "scfirst", 100);
        bench.settle();
        assertThat(bench.state(first)).isEqualTo(WithdrawalState.PREPARED);
        bench.between = core -> core;
        bench.faults.next(Call.ASSEMBLE, Fault.EXCEPTION);
        bench.restartAll();
        Withdrawal next = bench.withdraw(account, "scnext", 50);
        bench.settle();
        assertThat(bench.state(next)).as("nothing is reserved any more").isEqualTo(WithdrawalState.BROADCAST);
        bench.pass(3_000);
        bench.mine(Bench.CONFIRMATIONS + 1);
        assertThat(bench.state(first)).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(bench.node.received("scfirst")).isEqualTo(100);
    }
}
