// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.core.ChainCommand;
import io.coffer.api.request.CommandId;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.screening.NoScreening;
import io.coffer.wallet.scripted.Faults;
import io.coffer.wallet.scripted.Faults.Call;
import io.coffer.wallet.scripted.Faults.Fault;
import io.coffer.wallet.scripted.ScriptedAccountChain;
import io.coffer.wallet.scripted.ScriptedNode;
import io.coffer.wallet.send.Signing;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllocationTest {
    private static final ChainId OTHER = new ChainId("scripted:b");
    /** Longer than the test may take: whoever waits for it fails the test. */
    private static final long DEADLINE_MS = 60_000;

    private static final long LIMIT_MS = 20_000;

    @TempDir
    Path folder;

    @Test
    void aChainWhoseAdapterHangsDelaysNoAddressOfAnother() throws Exception {
        try (Bench bench = new Bench(folder, false)) {
            bench.settle();
            AccountId account = bench.account();
            bench.core.submit(
                    CommandId.of("test", "left by a crash"),
                    new ChainCommand.ReserveAddress(Bench.CHAIN, KeyPurpose.DEPOSIT, Optional.of(account)));
            try (WalletNode patient = patient(bench)) {
                patient.adapterArrived(bench.adapter);
                patient.adapterArrived(new ScriptedAccountChain(
                        new ScriptedNode(OTHER.caip2(), false), new Faults(), Bench.CONFIRMATIONS));
                bench.clock.pass(SettingsInForce.FIRST_MS);
                begin(patient.find(OTHER).orElseThrow(), bench);
                bench.faults.next(Call.DERIVE, Fault.HANG);
                Thread completing =
                        new Thread(() -> patient.find(Bench.CHAIN).orElseThrow().send(), "completing");
                completing.start();
                assertThat(bench.faults.hanging().await(LIMIT_MS, TimeUnit.MILLISECONDS))
                        .isTrue();

                OwnAddress own = Bench.done(patient.wallets()
                        .allocateAddress(bench.key("other"), account, new NetworkAssetId(OTHER.caip2() + "/slip44:1")));
                assertThat(own.address().chain()).isEqualTo(OTHER);
                assertThat(completing.isAlive())
                        .as("the first chain hangs all the while")
                        .isTrue();
                patient.adapterLeft(bench.adapter);
                completing.join(LIMIT_MS);
                assertThat(completing.isAlive()).isFalse();
            }
        }
    }

    private static WalletNode patient(Bench bench) {
        return new WalletNode(
                new WalletNode.Tools(
                        bench.core,
                        new Signing(() -> Optional.of(bench.vault), () -> Optional.of(bench.signer)),
                        new NoScreening(),
                        bench.clock,
                        bench.clock::nanos,
                        () -> 42),
                DEADLINE_MS);
    }

    private static void begin(ChainSupervisor supervisor, Bench bench) {
        for (int i = 0; i < 100 && bench.core.read(state -> state.cursor(OTHER).isEmpty()); i++) {
            supervisor.read();
            supervisor.send();
        }
    }
}
