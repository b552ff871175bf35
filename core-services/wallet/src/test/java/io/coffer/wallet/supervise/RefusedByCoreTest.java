// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.core.ChainCommand;
import io.coffer.api.core.Command;
import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.node.ChainStatus;
import io.coffer.api.request.CommandId;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.wallet.core.RefusedDecisions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefusedByCoreTest {
    private static final long UNITS = 500;

    @TempDir
    Path folder;

    private Bench bench;
    private AccountId account;
    private RefusingCore core;

    @BeforeEach
    void begin() throws Exception {
        bench = new Bench(folder, false);
        bench.settle();
        account = bench.account();
    }

    @AfterEach
    void end() throws Exception {
        bench.close();
    }

    private void refuse(Predicate<Command> commands) {
        bench.between = real -> {
            core = new RefusingCore(real, commands);
            return core;
        };
        bench.restartWallet();
        bench.settle();
    }

    @Test
    void aDepositWhoseFinalityIsRefusedIsShownAndAskedForEverLessOften() throws Exception {
        refuse(command -> command instanceof DepositCommand.Finalized);
        bench.node.pay(bench.address(account).address().text(), UNITS);
        bench.mine(Bench.CONFIRMATIONS + 10);
        assertThat(core.refusals).hasValue(1);
        assertThat(bench.status().state()).isEqualTo(ChainStatus.State.DEGRADED);
        assertThat(bench.status().reason().orElseThrow())
                .contains("the core refuses deposit-final dep_", RefusedByCoreTest.refusal());

        bench.pass(RefusedDecisions.FIRST_PAUSE_MS);
        assertThat(core.refusals).hasValue(2);
        bench.pass(RefusedDecisions.FIRST_PAUSE_MS);
        assertThat(core.refusals).as("the pause has doubled").hasValue(2);
        bench.pass(RefusedDecisions.FIRST_PAUSE_MS);
        assertThat(core.refusals).hasValue(3);

        core.refusing = false;
        bench.pass(4 * RefusedDecisions.FIRST_PAUSE_MS);
        bench.settle();
        assertThat(bench.available(account)).isEqualTo(UNITS);
        assertThat(bench.status().reason()).isEmpty();
        assertThat(bench.status().state()).isEqualTo(ChainStatus.State.SCANNING);
    }

    private static String refusal() {
        return RefusingCore.CODE + ": the test says so";
    }

    @Test
    void aWithdrawalWhoseEndIsRefusedWaitsVisibly() throws Exception {
        bench.allowWithdrawals();
        bench.fundHotWallet(5_000);
        bench.credit(account, 1_000);
        refuse(command -> command instanceof WithdrawalCommand.Finalized);
        Withdrawal withdrawal = bench.withdraw(account, "scthere", 100);
        bench.pass(2_000);
        bench.mine(Bench.CONFIRMATIONS + 3);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.CONFIRMING);
        assertThat(core.refusals).hasValue(1);
        assertThat(bench.wallet.waiting(Bench.CHAIN)).anySatisfy(one -> {
            assertThat(one.withdrawal()).isEqualTo(withdrawal.id());
            assertThat(one.code()).isEqualTo(RefusingCore.CODE);
        });
        assertThat(bench.status().reason().orElseThrow()).contains("withdrawal-final", refusal());

        core.refusing = false;
        bench.pass(RefusedDecisions.FIRST_PAUSE_MS);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(bench.wallet.waiting(Bench.CHAIN)).isEmpty();
        assertThat(bench.status().reason()).isEmpty();
    }

    @Test
    void aSignatureThatIsRefusedWaitsVisiblyAndIsNotAskedForAtEveryRound() throws Exception {
        bench.allowWithdrawals();
        bench.fundHotWallet(5_000);
        bench.credit(account, 1_000);
        refuse(command -> command instanceof WithdrawalCommand.Signed);
        Withdrawal withdrawal = bench.withdraw(account, "scthere", 100);
        bench.settle();
        bench.pass(20_000);
        assertThat(core.refusals).hasValue(1);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.SIGNING);
        assertThat(bench.wallet.waiting(Bench.CHAIN)).singleElement().satisfies(one -> {
            assertThat(one.withdrawal()).isEqualTo(withdrawal.id());
            assertThat(one.code()).isEqualTo(RefusingCore.CODE);
        });
        bench.pass(20_000);
        assertThat(core.refusals).hasValue(2);

        core.refusing = false;
        bench.pass(70_000);
        bench.mine(Bench.CONFIRMATIONS + 1);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(bench.wallet.waiting(Bench.CHAIN)).isEmpty();
        assertThat(bench.node.received("scthere")).isEqualTo(100);
    }

    @Test
    void anIndexWhoseAddressIsRefusedIsShownAndNotAskedForAtEveryRound() throws Exception {
        refuse(command -> command instanceof ChainCommand.BindAddress);
        bench.core.submit(
                CommandId.of("test", "reserved"),
                new ChainCommand.ReserveAddress(Bench.CHAIN, KeyPurpose.DEPOSIT, Optional.of(account)));
        bench.settle();
        for (int i = 0; i < 20; i++) {
            bench.supervisor().send();
        }
        assertThat(core.refusals).hasValue(1);
        assertThat(bench.status().state()).isEqualTo(ChainStatus.State.DEGRADED);
        assertThat(bench.status().reason().orElseThrow()).contains("the address of index", refusal());

        core.refusing = false;
        bench.pass(Housekeeping.RETRY_MS);
        assertThat(bench.unbound()).isZero();
        assertThat(bench.status().reason()).isEmpty();
    }
}
