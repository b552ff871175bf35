// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.node.ChainStatus.Absences;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.BlockRef;
import io.coffer.wallet.scripted.Faults.Call;
import io.coffer.wallet.scripted.Faults.Fault;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An adapter that goes while work is under way, and the next one. */
class AbsenceTest {
    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void begin() throws Exception {
        bench = new Bench(folder, false);
        bench.settle();
    }

    @AfterEach
    void end() throws Exception {
        bench.close();
    }

    private void leave() {
        bench.wallet.adapterLeft(bench.adapter);
    }

    private void arrive() {
        bench.adapter = bench.newAdapter();
        bench.wallet.adapterArrived(bench.adapter);
    }

    private Absences absences() {
        return bench.status().absences();
    }

    @Test
    void anAbsenceLastsFromTheGoingOfTheAdapterToTheFirstHeadOfTheNext() {
        assertThat(absences()).as("the first arrival ends no absence").isEqualTo(new Absences(0, 0, 0));
        leave();
        bench.clock.pass(300);
        bench.settle();
        bench.clock.pass(400);
        assertThat(absences()).as("it has not ended").isEqualTo(new Absences(0, 0, 0));
        arrive();
        bench.clock.pass(50);
        assertThat(absences()).as("nothing has answered").isEqualTo(new Absences(0, 0, 0));
        bench.settle();
        assertThat(absences()).isEqualTo(new Absences(1, 750, 750));

        leave();
        bench.clock.pass(20);
        arrive();
        bench.settle();
        assertThat(absences()).isEqualTo(new Absences(2, 20, 750));
    }

    @Test
    void anAdapterThatDoesNotAnswerEndsNoAbsence() {
        leave();
        arrive();
        bench.faults.always(Call.READ, Fault.UNREACHABLE);
        bench.settle();
        bench.clock.pass(5_000);
        leave();
        arrive();
        bench.faults.none();
        bench.clock.pass(1_000);
        bench.settle();
        assertThat(absences()).isEqualTo(new Absences(1, 6_000, 6_000));
    }

    @Test
    void aChainThatAnOperatorHasPausedIsNotMeasured() {
        leave();
        bench.wallet.pause(Bench.CHAIN);
        arrive();
        bench.settle();
        bench.clock.pass(10_000);
        bench.wallet.resume(Bench.CHAIN);
        bench.settle();
        assertThat(absences()).isEqualTo(new Absences(0, 0, 0));
    }

    @Test
    void aHaltedChainIsMeasuredAndStaysHalted() {
        bench.mine(6);
        bench.node.rollBack(5, false);
        bench.node.mineEmpty(6);
        bench.settle();
        String halt = bench.halt().id();
        leave();
        bench.clock.pass(120);
        arrive();
        bench.settle();
        assertThat(absences()).isEqualTo(new Absences(1, 120, 120));
        assertThat(bench.halt().id()).isEqualTo(halt);
    }

    @Test
    void cursorAndPendingWorkOutlastTheAdapterAndGoOnWithTheNext() throws Exception {
        bench.allowWithdrawals();
        bench.fundHotWallet(100_000);
        AccountId account = bench.account();
        OwnAddress address = bench.address(account);
        bench.credit(account, 10_000);
        bench.node.pay(address.address().text(), 700);
        bench.mine(1);
        Withdrawal sent = bench.withdraw(account, "scsent", 100);
        bench.settle();
        assertThat(bench.state(sent)).isEqualTo(WithdrawalState.BROADCAST);
        BlockRef cursor = bench.status().cursor().orElseThrow();
        bench.vault.seal();
        Withdrawal ordered = bench.withdraw(account, "scsent", 50);
        bench.settle();

        leave();
        bench.vault.unseal();
        bench.node.pay(address.address().text(), 800);
        bench.mine(Bench.CONFIRMATIONS + 1);
        assertThat(bench.status().cursor()).contains(cursor);
        assertThat(bench.openDeposits()).hasSize(1);
        assertThat(bench.state(ordered)).isEqualTo(WithdrawalState.QUEUED);

        arrive();
        bench.settle();
        bench.mine(Bench.CONFIRMATIONS + 1);
        assertThat(bench.state(sent)).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(bench.state(ordered)).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(bench.node.received("scsent")).isEqualTo(150);
        assertThat(bench.total(account)).isEqualTo(10_000 + 700 + 800 - 150);
        assertThat(bench.custody()).isEqualTo(bench.onChain());
    }
}
