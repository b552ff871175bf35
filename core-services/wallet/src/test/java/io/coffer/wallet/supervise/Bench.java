// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.OutboundHalt;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.Balance;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.Money;
import io.coffer.api.node.Answer;
import io.coffer.api.node.ChainStatus;
import io.coffer.api.node.Halts.Halt;
import io.coffer.api.node.RequestKey;
import io.coffer.api.node.Wallets;
import io.coffer.api.request.CommandId;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.FrozenAccount;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.LimitRule;
import io.coffer.api.wallet.LimitRuleId;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.money.LocalMoneyCore;
import io.coffer.money.MoneyCoreOptions;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.screening.NoScreening;
import io.coffer.wallet.scripted.Faults;
import io.coffer.wallet.scripted.ScriptedAccountChain;
import io.coffer.wallet.scripted.ScriptedNode;
import io.coffer.wallet.scripted.ScriptedOutputChain;
import io.coffer.wallet.scripted.ScriptedSigner;
import io.coffer.wallet.scripted.ScriptedVault;
import io.coffer.wallet.scripted.SteppedClock;
import io.coffer.wallet.send.Signing;
import io.coffer.wallet.settings.BadSettingException;
import io.coffer.wallet.settings.ChainSettings;
import io.coffer.wallet.settings.ChainSettingsForm;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A wallet on a real money core and a scripted chain, stepped by the test. */
final class Bench implements AutoCloseable {
    static final ChainId CHAIN = new ChainId("scripted:a");
    static final NetworkAssetId COIN = new NetworkAssetId("scripted:a/slip44:1");
    static final AssetId ASSET = new AssetId("SCR");
    static final int CONFIRMATIONS = 3;
    static final long DEADLINE_MS = 3_000;
    /** Steps after which something that does not come to rest is a failure. */
    private static final int MAX_STEPS = 2_000;

    final Path folder;
    final SteppedClock clock = new SteppedClock();
    final Faults faults = new Faults();
    final ScriptedVault vault = new ScriptedVault();
    final ScriptedNode node;
    final ScriptedSigner signer;
    LocalMoneyCore core;
    WalletNode wallet;
    ChainAdapter adapter;
    /** With which the wallet starts: a removed final block waits for its judgement, so that a test sees it stand. */
    ChainSettings settings = settings(Map.of("reorgFinal", "halt"));
    /** What stands between the wallet and the core. */
    UnaryOperator<MoneyCore> between = UnaryOperator.identity();

    private int requests;

    Bench(Path folder, boolean outputMode) throws IOException {
        this(folder, outputMode, vault -> {});
    }

    Bench(Path folder, boolean outputMode, Consumer<ScriptedVault> first) throws IOException {
        first.accept(vault);
        this.folder = folder;
        this.node = new ScriptedNode(CHAIN.caip2(), outputMode);
        this.signer = new ScriptedSigner(() -> core, vault);
        this.adapter = newAdapter();
        openCore();
        startWallet();
    }

    ChainAdapter newAdapter() {
        return node.isOutputMode()
                ? new ScriptedOutputChain(node, faults, CONFIRMATIONS)
                : new ScriptedAccountChain(node, faults, CONFIRMATIONS);
    }

    void openCore() throws IOException {
        core = LocalMoneyCore.open(folder, clock, MoneyCoreOptions.DEFAULT.segmentBytes(1 << 22));
    }

    void startWallet() {
        wallet = new WalletNode(
                new WalletNode.Tools(
                        between.apply(core),
                        new Signing(() -> Optional.of(vault), () -> Optional.of(signer)),
                        new NoScreening(),
                        clock,
                        clock::nanos,
                        () -> 42),
                DEADLINE_MS);
        wallet.configure(settings);
        wallet.adapterArrived(adapter);
        clock.pass(SettingsInForce.FIRST_MS);
    }

    /** Settings of the chain as an operator writes them. */
    static ChainSettings settings(Map<String, String> written) {
        Map<String, String> file = new HashMap<>(written);
        file.put("chain", CHAIN.caip2());
        try {
            return ChainSettingsForm.read(file);
        } catch (BadSettingException bad) {
            throw new IllegalArgumentException(bad);
        }
    }

    /** Drops the wallet and makes a new one on the same core. */
    void restartWallet() {
        wallet.close();
        startWallet();
    }

    /** Drops both and opens the core again from its files. */
    void restartAll() throws IOException {
        wallet.close();
        core.close();
        openCore();
        startWallet();
    }

    ChainSupervisor supervisor() {
        return wallet.find(CHAIN).orElseThrow();
    }

    /** Steps reading and sending until both have nothing more to do at once. */
    void settle() {
        for (int i = 0; i < MAX_STEPS; i++) {
            boolean more = supervisor().read() == 0;
            more |= supervisor().send() == 0;
            if (!more) {
                return;
            }
        }
        throw new AssertionError("does not come to rest: " + status());
    }

    /** Mines and settles, several times. */
    void mine(int blocks) {
        for (int i = 0; i < blocks; i++) {
            node.mine();
            settle();
        }
    }

    /** Lets time pass in small steps and settles in between. */
    void pass(long ms) {
        for (long left = ms; left > 0; left -= 1_000) {
            clock.pass(Math.min(left, 1_000));
            settle();
        }
    }

    ChainStatus status() {
        return wallet.status(CHAIN).orElseThrow();
    }

    Halt halt() {
        return wallet.halt(CHAIN).orElseThrow();
    }

    /** Judges what the chain has halted for, as an operator who has read it. */
    void acknowledgeHalt() {
        assertThat(wallet.acknowledge(CHAIN, halt().id())).isEmpty();
    }

    /** Releases what the books have halted and frozen by rule, as an operator who has looked at it. */
    void release() throws Exception {
        for (OutboundHalt halt : core.read(MoneyState::outboundHalts)) {
            done(wallet.wallets().releaseOutbound(nextKey(), halt.asset(), "ann", "compared with another node"));
        }
        for (FrozenAccount frozen : core.read(MoneyState::frozenAccounts)) {
            done(wallet.wallets().unfreezeAccount(nextKey(), frozen.account(), "ann", "compared with another node"));
        }
    }

    RequestKey key(String name) {
        return new RequestKey(CommandId.of("test", name), name.hashCode());
    }

    RequestKey nextKey() {
        return key("request-" + requests++);
    }

    /** An account with limits that let everything pass. */
    AccountId account() throws Exception {
        var customer = done(wallet.wallets().createCustomer(nextKey(), Optional.empty()));
        return done(wallet.wallets().openAccount(nextKey(), customer.id())).id();
    }

    void allowWithdrawals() throws Exception {
        Money plenty = new Money(ASSET, BigInteger.TEN.pow(30));
        done(wallet.wallets()
                .setLimit(nextKey(), new LimitRule(new LimitRuleId("all"), Optional.empty(), plenty, plenty)));
    }

    OwnAddress address(AccountId account) throws Exception {
        return done(wallet.wallets().allocateAddress(nextKey(), account, COIN));
    }

    String hotWallet() {
        return core.read(state -> state.addresses(CHAIN, KeyPurpose.TREASURY, 0, 1))
                .get(0)
                .address()
                .text();
    }

    /** Pays into the hot wallet and waits until it counts. */
    void fundHotWallet(long... units) {
        for (long one : units) {
            node.pay(hotWallet(), one);
        }
        mine(CONFIRMATIONS + 1);
    }

    /** Gives an account a balance by a deposit. */
    void credit(AccountId account, long units) throws Exception {
        node.pay(address(account).address().text(), units);
        mine(CONFIRMATIONS + 1);
    }

    Wallets.Order order(AccountId account, String to, long units) {
        return new Wallets.Order(
                account, COIN, to, BigInteger.valueOf(units), Optional.of(BigInteger.valueOf(1_000)), Optional.empty());
    }

    Withdrawal withdraw(AccountId account, String to, long units) throws Exception {
        return done(wallet.wallets().withdraw(nextKey(), order(account, to, units)));
    }

    Withdrawal withdrawal(WithdrawalId id) {
        return core.read(state -> state.withdrawal(id)).orElseThrow();
    }

    WithdrawalState state(Withdrawal withdrawal) {
        return withdrawal(withdrawal.id()).state();
    }

    List<OutboundHalt> outboundHalts() {
        return core.read(state -> List.copyOf(state.outboundHalts()));
    }

    List<Deposit> finalDeposits() {
        return core.read(
                state -> state.finalDeposits(CHAIN, 0, 0, Integer.MAX_VALUE).deposits());
    }

    long suspense() {
        return core.read(state -> state.balance(new LedgerAccountId(AccountKind.SUSPENSE, "", ASSET)))
                .total()
                .longValueExact();
    }

    List<Deposit> openDeposits() {
        return core.read(state -> List.copyOf(state.openDeposits(CHAIN)));
    }

    long available(AccountId account) {
        return core.read(state -> List.copyOf(state.balances(account))).stream()
                .map(Balance::available)
                .reduce(BigInteger.ZERO, BigInteger::add)
                .longValueExact();
    }

    long total(AccountId account) {
        return core.read(state -> List.copyOf(state.balances(account))).stream()
                .map(Balance::total)
                .reduce(BigInteger.ZERO, BigInteger::add)
                .longValueExact();
    }

    BigInteger custody() {
        return core.read(state -> state.custody(COIN));
    }

    List<OwnAddress> addresses(AccountId account) {
        return core.read(state -> List.copyOf(state.addresses(CHAIN, account)));
    }

    List<OwnAddress> addresses(KeyPurpose purpose) {
        return core.read(state -> List.copyOf(state.addresses(CHAIN, purpose, 0, 10_000)));
    }

    int unbound() {
        return core.read(state -> state.unboundReservations(CHAIN).size());
    }

    boolean isEnrolled() {
        return core.read(state -> state.keyring(CHAIN, KeyPurpose.DEPOSIT).isPresent());
    }

    Optional<Asset> asset() {
        return core.read(state -> state.asset(ASSET));
    }

    /** What the chain says that our addresses have. */
    BigInteger onChain() {
        BigInteger sum = BigInteger.ZERO;
        for (KeyPurpose purpose : KeyPurpose.values()) {
            for (OwnAddress own : addresses(purpose)) {
                sum = sum.add(node.balance(own.address().text()));
            }
        }
        return sum;
    }

    static <T> T done(Answer<T> answer) {
        if (answer instanceof Answer.Done<T> done) {
            return done.value();
        }
        throw new AssertionError("not done: " + answer);
    }

    static <T> String refused(Answer<T> answer) {
        if (answer instanceof Answer.Refused<T> refused) {
            return refused.refusal().code();
        }
        throw new AssertionError("not refused: " + answer);
    }

    @Override
    public void close() throws IOException {
        wallet.close();
        core.close();
    }
}
