// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.asset.AssetId;
import io.coffer.api.ledger.Money;
import io.coffer.api.node.ChainStatus;
import io.coffer.api.node.RequestKey;
import io.coffer.api.node.Wallets;
import io.coffer.api.request.CommandId;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.LimitRule;
import io.coffer.api.wallet.LimitRuleId;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.money.LocalMoneyCore;
import io.coffer.money.MoneyCoreOptions;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.screening.NoScreening;
import io.coffer.wallet.scripted.Faults;
import io.coffer.wallet.scripted.Faults.Call;
import io.coffer.wallet.scripted.Faults.Fault;
import io.coffer.wallet.scripted.ScriptedAccountChain;
import io.coffer.wallet.scripted.ScriptedNode;
import io.coffer.wallet.scripted.ScriptedSigner;
import io.coffer.wallet.scripted.ScriptedVault;
import io.coffer.wallet.send.Signing;
import io.coffer.wallet.settings.ChainSettingsForm;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two chains under supervisors with threads of their own, as in the node. */
class OwnThreadsTest {
    private static final long LIMIT_S = 60;
    /** Long enough that no machine is so slow by itself, for a chain whose adapter takes longer is not SCANNING. */
    private static final long CALL_LIMIT_MS = 5_000;

    @TempDir
    Path folder;

    private final ScriptedVault vault = new ScriptedVault();
    private final Network first = new Network("scripted:a");
    private final Network second = new Network("scripted:b");
    private LocalMoneyCore core;
    private ScriptedSigner signer;
    private WalletNode wallet;
    private int requests;

    /** A chain with its adapter. */
    private static final class Network {
        final ChainId chain;
        final NetworkAssetId coin;
        final ScriptedNode node;
        final Faults faults = new Faults();
        final ChainAdapter adapter;

        Network(String caip2) {
            chain = new ChainId(caip2);
            coin = new NetworkAssetId(caip2 + "/slip44:1");
            node = new ScriptedNode(caip2, false);
            adapter = new ScriptedAccountChain(node, faults, 2);
        }
    }

    @BeforeEach
    void begin() throws Exception {
        core = LocalMoneyCore.open(folder, Clock.systemUTC(), MoneyCoreOptions.DEFAULT.segmentBytes(1 << 22));
        signer = new ScriptedSigner(() -> core, vault);
        wallet = new WalletNode(
                new WalletNode.Tools(
                        core,
                        new Signing(() -> Optional.of(vault), () -> Optional.of(signer)),
                        new NoScreening(),
                        Clock.systemUTC(),
                        System::nanoTime,
                        () -> 42),
                CALL_LIMIT_MS);
        wallet.start();
        for (Network network : List.of(first, second)) {
            wallet.configure(ChainSettingsForm.read(Map.of("chain", network.chain.caip2(), "pollMs", "10")));
            wallet.adapterArrived(network.adapter);
            await(() -> isEnrolled(network));
            await(() -> state(network) == ChainStatus.State.SCANNING);
            network.node.pay(hotWallet(network), 1_000_000);
            network.node.mineEmpty(1);
            network.node.mine();
            network.node.mineEmpty(2);
        }
        Money plenty = new Money(new AssetId("SCR"), BigInteger.TEN.pow(30));
        wallet.wallets().setLimit(key(), new LimitRule(new LimitRuleId("all"), Optional.empty(), plenty, plenty));
    }

    @AfterEach
    void end() throws Exception {
        wallet.close();
        core.close();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within its limit").isLessThan(limit);
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    private RequestKey key() {
        return new RequestKey(CommandId.of("threads", "" + requests++), requests);
    }

    private boolean isEnrolled(Network network) {
        return core.read(state ->
                !state.addresses(network.chain, KeyPurpose.TREASURY, 0, 1).isEmpty()
                        && state.listing(network.coin).isPresent());
    }

    private String hotWallet(Network network) {
        return core.read(state -> state.addresses(network.chain, KeyPurpose.TREASURY, 0, 1)
                        .get(0))
                .address()
                .text();
    }

    private ChainStatus.State state(Network network) {
        return wallet.status(network.chain).orElseThrow().state();
    }

    private AccountId account() throws Exception {
        var customer = Bench.done(wallet.wallets().createCustomer(key(), Optional.empty()));
        return Bench.done(wallet.wallets().openAccount(key(), customer.id())).id();
    }

    private void credit(AccountId account, Network network, long units) throws Exception {
        String to = Bench.done(wallet.wallets().allocateAddress(key(), account, network.coin))
                .address()
                .text();
        network.node.pay(to, units);
        network.node.mine();
        network.node.mineEmpty(2);
        await(() -> core.read(state -> state.balances(account)).stream()
                .anyMatch(balance -> balance.available().signum() > 0));
    }

    private Withdrawal withdraw(AccountId account, Network network, String to, long units) throws Exception {
        return Bench.done(wallet.wallets()
                .withdraw(
                        key(),
                        new Wallets.Order(
                                account,
                                network.coin,
                                to,
                                BigInteger.valueOf(units),
                                Optional.of(BigInteger.valueOf(100)),
                                Optional.empty())));
    }

    private WithdrawalState state(Withdrawal withdrawal) {
        return core.read(state -> state.withdrawal(withdrawal.id()))
                .orElseThrow()
                .state();
    }

    @Test
    void aChainWhoseNodeIsGoneOrWhoseAdapterLoopsDoesNotDisturbAnother() throws Exception {
        AccountId account = account();
        second.faults.always(Call.READ, Fault.UNREACHABLE);
        await(() -> state(second) == ChainStatus.State.DEGRADED);
        credit(account, first, 500);
        second.faults.always(Call.READ, Fault.HANG);
        Withdrawal withdrawal = withdraw(account, first, "scthere", 200);
        await(() -> state(withdrawal) == WithdrawalState.BROADCAST);
        first.node.mine();
        first.node.mineEmpty(2);
        await(() -> state(withdrawal) == WithdrawalState.COMPLETED);
        assertThat(state(first)).isEqualTo(ChainStatus.State.SCANNING);
        assertThat(state(second)).isEqualTo(ChainStatus.State.DEGRADED);
        second.faults.none();
        await(() -> state(second) == ChainStatus.State.SCANNING);
    }

    @Test
    void anAdapterLeavesAndAnotherGoesOnWhileWithdrawalsAreUnderWay() throws Exception {
        AccountId account = account();
        credit(account, first, 5_000);
        List<Withdrawal> withdrawals = new ArrayList<>();
        ChainAdapter present = first.adapter;
        for (int i = 0; i < 30; i++) {
            withdrawals.add(withdraw(account, first, "scto" + i, 10));
            if (i % 10 == 5) {
                wallet.adapterLeft(present);
                assertThat(state(first)).isEqualTo(ChainStatus.State.ABSENT);
                assertThat(state(second)).isEqualTo(ChainStatus.State.SCANNING);
                present = new ScriptedAccountChain(first.node, first.faults, 2);
                wallet.adapterArrived(present);
            }
        }
        await(() -> withdrawals.stream().allMatch(one -> state(one) == WithdrawalState.BROADCAST));
        first.node.mine();
        first.node.mineEmpty(2);
        await(() -> withdrawals.stream().allMatch(one -> state(one) == WithdrawalState.COMPLETED));
        for (int i = 0; i < withdrawals.size(); i++) {
            assertThat(first.node.received("scto" + i)).isEqualTo(10);
            assertThat(signer.signedFor(withdrawals.get(i).id())).hasSize(1);
        }
    }

    @Test
    void closingEndsEveryThread() throws Exception {
        wallet.close();
        await(() -> Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .noneMatch(name -> name.startsWith("coffer-wallet-scripted") || name.startsWith("coffer-adapter-")));
    }

    @Test
    void sustainsManyWithdrawals() throws Exception {
        AccountId account = account();
        credit(account, first, 100_000);
        int count = 300;
        List<Withdrawal> withdrawals = new ArrayList<>();
        long begun = System.nanoTime();
        for (int i = 0; i < count; i++) {
            withdrawals.add(withdraw(account, first, "scto" + i, 10));
            if (i % 50 == 49) {
                first.node.mine();
            }
        }
        await(() -> {
            first.node.mine();
            return withdrawals.stream().allMatch(one -> state(one) == WithdrawalState.COMPLETED);
        });
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf("withdrawals=%d perSecond=%.0f%n", count, count / seconds);
        for (int i = 0; i < count; i++) {
            assertThat(first.node.received("scto" + i)).isEqualTo(10);
        }
    }
}
