// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.node.Wallets;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopTest {
    @TempDir
    Path folder;

    private Bench bench;
    private AccountId account;

    @BeforeEach
    void begin() throws Exception {
        bench = new Bench(folder, false);
        bench.settle();
        bench.allowWithdrawals();
        bench.fundHotWallet(100_000);
        account = bench.account();
        bench.credit(account, 10_000);
    }

    @AfterEach
    void end() throws Exception {
        bench.close();
    }

    private Wallets wallets() {
        return bench.wallet.wallets();
    }

    @Test
    void aHaltedAssetWaitsAndGoesOutWhenItIsReleased() throws Exception {
        assertThat(Bench.done(wallets().haltOutbound(bench.nextKey(), Bench.ASSET, "an incident"))
                        .reason())
                .isEqualTo("an incident");
        Withdrawal withdrawal = bench.withdraw(account, "scthere", 100);
        bench.settle();
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.QUEUED);

        Bench.done(wallets().releaseOutbound(bench.nextKey(), Bench.ASSET, "operator:olga", "looked at"));
        bench.settle();
        bench.mine(Bench.CONFIRMATIONS + 1);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(Bench.refused(wallets().releaseOutbound(bench.nextKey(), Bench.ASSET, "operator:olga", "once more")))
                .isEqualTo("asset.not-halted");
    }

    @Test
    void aFrozenAccountIsCreditedAndRefusedAndServedAfterwards() throws Exception {
        assertThat(Bench.done(wallets().freezeAccount(bench.nextKey(), account, "an incident"))
                        .account())
                .isEqualTo(account);
        assertThat(Bench.refused(wallets().withdraw(bench.nextKey(), bench.order(account, "scthere", 100))))
                .isEqualTo("account.frozen");
        bench.credit(account, 500);
        assertThat(bench.total(account)).isEqualTo(10_500);

        assertThat(Bench.done(wallets().unfreezeAccount(bench.nextKey(), account, "operator:olga", "looked at")))
                .isEqualTo(account);
        Withdrawal withdrawal = bench.withdraw(account, "scthere", 100);
        bench.settle();
        bench.mine(Bench.CONFIRMATIONS + 1);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(Bench.refused(wallets().unfreezeAccount(bench.nextKey(), account, "operator:olga", "again")))
                .isEqualTo("account.not-frozen");
        assertThat(Bench.refused(wallets().freezeAccount(bench.nextKey(), new AccountId("nobody"), "why")))
                .isEqualTo("account.unknown");
    }
}
