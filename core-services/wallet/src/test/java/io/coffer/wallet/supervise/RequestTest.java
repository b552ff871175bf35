// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.api.asset.Asset;
import io.coffer.api.core.ChainCommand;
import io.coffer.api.ledger.Money;
import io.coffer.api.node.Answer;
import io.coffer.api.node.ChainStatus;
import io.coffer.api.node.RequestKey;
import io.coffer.api.node.Wallets;
import io.coffer.api.request.Refusal;
import io.coffer.api.signing.VaultException;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Customer;
import io.coffer.api.wallet.CustomerId;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.LimitRule;
import io.coffer.api.wallet.LimitRuleId;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.InvalidAddressException;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.scripted.Faults.Call;
import io.coffer.wallet.scripted.Faults.Fault;
import io.coffer.wallet.settings.ChainSettings;
import io.coffer.wallet.settings.ChainSettingsForm;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestTest {
    @TempDir
    Path folder;

    private Bench bench;
    private Wallets wallets;

    @BeforeEach
    void begin() throws Exception {
        bench = new Bench(folder, false);
        bench.settle();
        wallets = bench.wallet.wallets();
    }

    @AfterEach
    void end() throws Exception {
        bench.close();
    }

    private static RequestKey otherBody(RequestKey key) {
        return new RequestKey(key.id(), key.fingerprint() + 1);
    }

    private static boolean isRepeated(Answer<?> answer) {
        return answer instanceof Answer.Done<?> done && done.repeated();
    }

    @Test
    void aRepeatedRequestNamesTheSameThing() throws Exception {
        RequestKey key = bench.key("customer");
        Customer customer = Bench.done(wallets.createCustomer(key, Optional.empty()));
        Answer<Customer> again = wallets.createCustomer(key, Optional.empty());
        assertThat(isRepeated(again)).isTrue();
        assertThat(Bench.done(again)).isEqualTo(customer);

        RequestKey opening = bench.key("account");
        AccountId account =
                Bench.done(wallets.openAccount(opening, customer.id())).id();
        assertThat(Bench.done(wallets.openAccount(opening, customer.id())).id()).isEqualTo(account);

        RequestKey allocating = bench.key("address");
        OwnAddress address = Bench.done(wallets.allocateAddress(allocating, account, Bench.COIN));
        bench.address(account);
        Answer<OwnAddress> addressAgain = wallets.allocateAddress(allocating, account, Bench.COIN);
        assertThat(isRepeated(addressAgain)).isTrue();
        assertThat(Bench.done(addressAgain)).isEqualTo(address);
        bench.between = DeafCore::new;
        bench.restartAll();
        assertThat(Bench.done(bench.wallet.wallets().allocateAddress(allocating, account, Bench.COIN)))
                .isEqualTo(address);
    }

    @Test
    @DisplayName("H17 the same key for another request is told so and does nothing")
    void h17_keyReused() throws Exception {
        AccountId account = bench.account();
        RequestKey key = bench.key("address");
        wallets.allocateAddress(key, account, Bench.COIN);
        assertThat(wallets.allocateAddress(otherBody(key), account, Bench.COIN)).isInstanceOf(Answer.KeyReused.class);
        assertThat(wallets.createCustomer(otherBody(key), Optional.empty())).isInstanceOf(Answer.KeyReused.class);
        assertThat(bench.addresses(account)).hasSize(1);

        bench.allowWithdrawals();
        bench.credit(account, 1_000);
        RequestKey paying = bench.key("pay");
        Bench.done(wallets.withdraw(paying, bench.order(account, "scthere", 100)));
        assertThat(wallets.withdraw(otherBody(paying), bench.order(account, "scthere", 200)))
                .isInstanceOf(Answer.KeyReused.class);
        assertThat(bench.available(account)).isEqualTo(900);
    }

    @Test
    @DisplayName("H16 the same request a hundred times in parallel is one address and one withdrawal")
    void h16_parallel() throws Exception {
        AccountId account = bench.account();
        bench.allowWithdrawals();
        bench.credit(account, 1_000);
        int before = bench.addresses(account).size();
        RequestKey allocating = bench.key("address");
        RequestKey paying = bench.key("pay");
        Set<Object> answers = new HashSet<>();
        ExecutorService clients = Executors.newFixedThreadPool(16);
        List<Future<?>> pending = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            pending.add(clients.submit(() -> {
                Object address = Bench.done(wallets.allocateAddress(allocating, account, Bench.COIN));
                Object withdrawal = Bench.done(wallets.withdraw(paying, bench.order(account, "scthere", 100)))
                        .id();
                synchronized (answers) {
                    answers.add(address);
                    answers.add(withdrawal);
                }
                return "";
            }));
        }
        for (Future<?> one : pending) {
            one.get();
        }
        clients.shutdown();
        assertThat(answers).hasSize(2);
        assertThat(bench.addresses(account).size()).isEqualTo(before + 1);
        assertThat(bench.unbound()).isZero();
        assertThat(bench.available(account)).isEqualTo(900);
    }

    @Test
    @DisplayName("H15 two hundred parallel withdrawals of the whole balance: one is taken")
    void h15_parallel() throws Exception {
        AccountId account = bench.account();
        bench.allowWithdrawals();
        bench.credit(account, 1_000);
        ExecutorService clients = Executors.newFixedThreadPool(16);
        List<Future<Answer<Withdrawal>>> pending = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            RequestKey key = bench.key("race" + i);
            pending.add(clients.submit(() -> wallets.withdraw(key, bench.order(account, "scthere", 1_000))));
        }
        int taken = 0;
        for (Future<Answer<Withdrawal>> one : pending) {
            taken += one.get() instanceof Answer.Done<Withdrawal> ? 1 : 0;
        }
        clients.shutdown();
        assertThat(taken).isEqualTo(1);
        assertThat(bench.available(account)).isZero();
    }

    @Test
    void anIndexThatACrashLeftGetsItsAddressLaterAndTheRequestAnother() throws Exception {
        AccountId account = bench.account();
        bench.between = core -> new StoppingCore(core, command -> command instanceof ChainCommand.BindAddress);
        bench.restartWallet();
        RequestKey key = bench.key("address");
        assertThatThrownBy(() -> bench.wallet.wallets().allocateAddress(key, account, Bench.COIN))
                .hasMessageContaining("the test says so");
        assertThat(bench.unbound()).isEqualTo(1);
        bench.between = core -> core;
        bench.restartAll();
        bench.settle();
        assertThat(bench.unbound()).isZero();

        OwnAddress address = Bench.done(bench.wallet.wallets().allocateAddress(key, account, Bench.COIN));
        assertThat(Bench.done(bench.wallet.wallets().allocateAddress(key, account, Bench.COIN)))
                .isEqualTo(address);
        List<OwnAddress> all = bench.addresses(account);
        assertThat(all).hasSize(2).contains(address);
        for (OwnAddress one : all) {
            bench.node.pay(one.address().text(), 10);
        }
        bench.mine(Bench.CONFIRMATIONS + 1);
        assertThat(bench.available(account)).isEqualTo(20);
    }

    @Test
    @DisplayName("H44 an adapter's address that does not read back as itself is not answered")
    void h44_address() throws Exception {
        AccountId account = bench.account();
        bench.faults.next(Call.DERIVE, Fault.OTHER_ADDRESS);
        assertThat(Bench.refused(wallets.allocateAddress(bench.key("a"), account, Bench.COIN)))
                .isEqualTo("chain.adapter-failed");
        assertThat(bench.addresses(account)).isEmpty();
        bench.settle();
        assertThat(bench.unbound()).isZero();
    }

    @Test
    void addressesAreAllocatedWhileTheVaultIsSealed() throws Exception {
        AccountId account = bench.account();
        bench.vault.seal();
        OwnAddress first = bench.address(account);
        OwnAddress second = bench.address(account);
        assertThat(first.address()).isNotEqualTo(second.address());
        assertThat(first.key().path()).isEqualTo("m/44'/1'/0'/0/0");
        assertThat(second.key().index()).isEqualTo(1);
    }

    @Test
    void requestsOnWhatIsNotThereAreRefusedAndMayBeAskedAgain() throws Exception {
        AccountId account = bench.account();
        NetworkAssetId elsewhere = new NetworkAssetId("scripted:b/slip44:1");
        assertThat(Bench.refused(wallets.allocateAddress(bench.key("a"), account, elsewhere)))
                .isEqualTo("chain.unknown");
        NetworkAssetId token = new NetworkAssetId("scripted:a/token:x");
        assertThat(Bench.refused(wallets.allocateAddress(bench.key("b"), account, token)))
                .isEqualTo("asset.not-listed");
        assertThat(Bench.refused(wallets.allocateAddress(bench.key("c"), new AccountId("nobody"), Bench.COIN)))
                .isEqualTo("account.unknown");
        assertThat(Bench.refused(wallets.openAccount(bench.key("d"), new CustomerId("nobody"))))
                .isEqualTo("customer.unknown");

        bench.wallet.adapterLeft(bench.adapter);
        assertThat(Bench.refused(wallets.allocateAddress(bench.key("e"), account, Bench.COIN)))
                .isEqualTo("chain.unknown");
        bench.wallet.adapterArrived(bench.adapter);
        Bench.done(wallets.allocateAddress(bench.key("e"), account, Bench.COIN));
    }

    @Test
    void aRefusalOfTheCoreIsToldAgain() throws Exception {
        RequestKey key = bench.key("d");
        CustomerId nobody = new CustomerId("nobody");
        assertThat(Bench.refused(wallets.openAccount(key, nobody))).isEqualTo("customer.unknown");
        Bench.done(wallets.createCustomer(bench.nextKey(), Optional.of(nobody)));
        Answer<?> again = wallets.openAccount(key, nobody);
        assertThat(again).isInstanceOf(Answer.Refused.class);
        assertThat(((Answer.Refused<?>) again).repeated()).isTrue();
        assertThat(((Answer.Refused<?>) again).refusal().code()).isEqualTo("customer.unknown");
    }

    @Test
    void withoutALimitThatAllowsItEveryWithdrawalIsRefused() throws Exception {
        AccountId account = bench.account();
        bench.credit(account, 1_000);
        RequestKey key = bench.key("pay");
        assertThat(Bench.refused(wallets.withdraw(key, bench.order(account, "scthere", 100))))
                .isEqualTo("limit.no-rule");
        Money cap = Money.of(Bench.ASSET, 150);
        LimitRule rule = new LimitRule(new LimitRuleId("all"), Optional.empty(), cap, cap);
        assertThat(Bench.done(wallets.setLimit(bench.nextKey(), rule))).isEqualTo(rule);
        assertThat(Bench.refused(wallets.withdraw(key, bench.order(account, "scthere", 100))))
                .as("the refusal is kept")
                .isEqualTo("limit.no-rule");
        Bench.done(wallets.withdraw(bench.key("pay2"), bench.order(account, "scthere", 100)));
        assertThat(Bench.refused(wallets.withdraw(bench.key("pay3"), bench.order(account, "scthere", 100))))
                .isEqualTo("limit.per-day");
        assertThat(Bench.done(wallets.removeLimit(bench.nextKey(), rule.id()))).isEqualTo(rule.id());
    }

    @Test
    void whatIsNoAddressIsAnInvalidAddress() throws Exception {
        AccountId account = bench.account();
        assertThatThrownBy(() -> wallets.withdraw(bench.key("x"), bench.order(account, "nonsense", 1)))
                .isInstanceOf(InvalidAddressException.class);
    }

    @Test
    void anAmountOfZeroOrLessIsABadArgument() throws Exception {
        AccountId account = bench.account();
        assertThatThrownBy(() -> wallets.withdraw(bench.key("x"), bench.order(account, "scthere", 0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> wallets.withdraw(bench.key("x"), bench.order(account, "scthere", -1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whereTheOrderNamesNoFeeCapTheChainsSettingsDo() throws Exception {
        AccountId account = bench.account();
        bench.allowWithdrawals();
        bench.credit(account, 1_000);
        Wallets.Order order =
                new Wallets.Order(account, Bench.COIN, "scthere", BigInteger.TEN, Optional.empty(), Optional.empty());
        Withdrawal plain = Bench.done(wallets.withdraw(bench.nextKey(), order));
        assertThat(plain.request().feeCap().units()).isEqualTo(1_000_000);
        bench.wallet.configure(ChainSettingsForm.read(Map.of("chain", Bench.CHAIN.caip2(), "feeCapUnits", "77")));
        Withdrawal capped = Bench.done(wallets.withdraw(bench.nextKey(), order));
        assertThat(capped.request().feeCap().units()).isEqualTo(77);
    }

    @Test
    void aWithdrawalThatIsNotPreparedCanBeCancelled() throws Exception {
        AccountId account = bench.account();
        bench.allowWithdrawals();
        bench.credit(account, 1_000);
        bench.vault.seal();
        Withdrawal withdrawal = bench.withdraw(account, "scthere", 100);
        bench.settle();
        RequestKey key = bench.nextKey();
        Withdrawal cancelled = Bench.done(wallets.cancel(key, withdrawal.id(), "changed my mind"));
        assertThat(cancelled.state()).isEqualTo(WithdrawalState.CANCELLED);
        assertThat(Bench.done(wallets.cancel(key, withdrawal.id(), "changed my mind"))
                        .state())
                .isEqualTo(WithdrawalState.CANCELLED);
        assertThat(bench.available(account)).isEqualTo(1_000);
        bench.vault.unseal();
        bench.settle();
        assertThat(bench.node.received("scthere")).isZero();
    }

    @Test
    void enrolsAgainWithoutDoingAnything() throws Exception {
        Address hot = Bench.done(wallets.enrol(Bench.CHAIN));
        long position = bench.core.status().position();
        Answer<Address> again = wallets.enrol(Bench.CHAIN);
        assertThat(Bench.done(again)).isEqualTo(hot);
        assertThat(isRepeated(again)).isTrue();
        assertThat(bench.core.status().position()).isEqualTo(position);
        assertThat(bench.addresses(KeyPurpose.TREASURY)).hasSize(1);
        assertThat(Bench.refused(wallets.enrol(new ChainId("scripted:b")))).isEqualTo("chain.unknown");
    }

    @Test
    void aChainWhoseCoinTypeIsTakenGetsNoKeys() throws Exception {
        try (Bench other = new Bench(folder.resolve("other"), false, vault -> vault.seal())) {
            other.signer.refuseKeys(Optional.of(new Refusal("keys.coin-type-taken", "coinType: 60", "use another")));
            other.vault.unseal();
            other.settle();
            assertThat(other.isEnrolled()).isFalse();
            assertThat(Bench.refused(other.wallet.wallets().enrol(Bench.CHAIN))).isEqualTo("keys.coin-type-taken");
            int none = other.core.read(state -> state.keyrings().size());
            assertThat(none).isZero();
            other.signer.refuseKeys(Optional.empty());
            Bench.done(other.wallet.wallets().enrol(Bench.CHAIN));
            int keyrings = other.core.read(state -> state.keyrings().size());
            assertThat(keyrings).isEqualTo(2);
        }
    }

    @Test
    void aChainIsEnrolledByItselfWhenTheVaultIsUnsealed() throws Exception {
        try (Bench other = new Bench(folder.resolve("other"), false, vault -> vault.seal())) {
            other.settle();
            assertThat(other.isEnrolled()).isFalse();
            assertThatThrownBy(() -> other.wallet.wallets().enrol(Bench.CHAIN)).isInstanceOf(VaultException.class);
            other.vault.unseal();
            other.settle();
            assertThat(other.isEnrolled()).isTrue();
            assertThat(other.hotWallet()).startsWith("sc");
            assertThat(other.asset()).contains(new Asset(Bench.ASSET, 8));
        }
    }

    @Test
    void settingsThatCannotBeUsedKeepTheChainWaitingUntilThereAreGoodOnes() throws Exception {
        bench.wallet.hold(Bench.CHAIN, "confirmations=3O: no whole number");
        bench.mine(1);
        assertThat(bench.status().state()).isEqualTo(ChainStatus.State.DEGRADED);
        assertThat(bench.status().reason().orElseThrow()).contains("confirmations=3O");
        assertThat(bench.status().cursor()).isNotEqualTo(Optional.of(bench.node.head()));
        bench.wallet.configure(ChainSettings.defaults(Bench.CHAIN));
        bench.settle();
        assertThat(bench.status().state()).isEqualTo(ChainStatus.State.SCANNING);
        assertThat(bench.status().cursor()).contains(bench.node.head());
    }
}
