// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.node.ChainStatus;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One coin in, one coin out, on a chain with accounts and on one with outputs. */
class FirstCoinTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDepositBecomesABalanceAndAWithdrawalBecomesAMinedTransaction(boolean outputMode) throws Exception {
        try (Bench bench = new Bench(folder, outputMode)) {
            bench.settle();
            assertThat(bench.status().state()).isEqualTo(ChainStatus.State.SCANNING);
            AccountId account = bench.account();
            bench.allowWithdrawals();
            bench.fundHotWallet(5_000);
            bench.credit(account, 700);
            assertThat(bench.available(account)).isEqualTo(700);

            Withdrawal withdrawal = bench.withdraw(account, "scelsewhere", 300);
            bench.settle();
            assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.BROADCAST);
            assertThat(bench.available(account)).isEqualTo(400);
            bench.mine(1);
            assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.CONFIRMING);
            bench.mine(Bench.CONFIRMATIONS);

            assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.COMPLETED);
            assertThat(bench.node.received("scelsewhere")).isEqualTo(300);
            assertThat(bench.total(account)).isEqualTo(400);
            assertThat(bench.custody()).isEqualTo(bench.onChain());
            assertThat(bench.core.read(state -> state.trialBalance()).isBalanced())
                    .isTrue();
        }
    }
}
