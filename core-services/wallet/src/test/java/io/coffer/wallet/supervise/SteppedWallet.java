// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.OutboundHalt;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.ledger.Money;
import io.coffer.api.node.Answer;
import io.coffer.api.node.ChainStatus;
import io.coffer.api.node.Halts.Halt;
import io.coffer.api.node.RequestKey;
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
import io.coffer.wallet.screening.NoScreening;
import io.coffer.wallet.scripted.SteppedClock;
import io.coffer.wallet.send.Signing;
import io.coffer.wallet.settings.ChainSettings;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A wallet on a real money core, with whatever adapter, vault and signing service it is given. It has no thread of its
 * own: nothing is read or sent, and no time passes, but when the test says so.
 */
public class SteppedWallet implements AutoCloseable {
    /** Steps after which something that does not come to rest is a failure. */
    private static final int MAX_STEPS = 2_000;

    public final SteppedClock clock = new SteppedClock();
    public LocalMoneyCore core;
    public WalletNode wallet;
    public ChainAdapter adapter;

    final Path folder;
    /** With which the wallet starts. */
    ChainSettings settings;
    /** What stands between the wallet and the core. */
    UnaryOperator<MoneyCore> between = UnaryOperator.identity();

    private final Outside outside;
    private final ChainId chain;
    private int requests;

    /** What a wallet has beside its money core. */
    public interface Outside {
        /** Of the one chain that there is. */
        ChainAdapter adapter();

        /** Vault and signing service, which may ask for the present core. */
        Signing signing(SteppedWallet wallet);

        /** Most milliseconds for one call of the adapter, by the system's clock. */
        long deadlineMs();
    }

    /**
     * Opens the core and starts the wallet.
     *
     * @param folder of the money core
     * @param settings of the chain, with which the wallet starts
     */
    public SteppedWallet(Path folder, Outside outside, ChainSettings settings) throws IOException {
        this.folder = folder;
        this.outside = outside;
        this.settings = settings;
        this.chain = settings.chain();
        this.adapter = outside.adapter();
        this.core = opened();
        this.wallet = started();
    }

    private LocalMoneyCore opened() throws IOException {
        return LocalMoneyCore.open(folder, clock, MoneyCoreOptions.DEFAULT.segmentBytes(1 << 22));
    }

    private WalletNode started() {
        WalletNode started = new WalletNode(
                new WalletNode.Tools(
                        between.apply(core), outside.signing(this), new NoScreening(), clock, clock::nanos, () -> 42),
                outside.deadlineMs());
        started.configure(settings);
        started.adapterArrived(adapter);
        clock.pass(SettingsInForce.FIRST_MS);
        return started;
    }

    void openCore() throws IOException {
        core = opened();
    }

    void startWallet() {
        wallet = started();
    }

    /** Drops the wallet and makes a new one on the same core. */
    public void restartWallet() {
        wallet.close();
        startWallet();
    }

    /** Drops both and opens the core again from its files. */
    public void restartAll() throws IOException {
        wallet.close();
        core.close();
        openCore();
        startWallet();
    }

    /** The settings of the chain, now and after a restart. */
    public final void configure(ChainSettings next) {
        settings = next;
        wallet.configure(next);
    }

    final ChainSupervisor supervisor() {
        return wallet.find(chain).orElseThrow();
    }

    /** Steps reading and sending until both have nothing more to do at once. */
    public final void settle() {
        for (int i = 0; i < MAX_STEPS; i++) {
            boolean more = supervisor().read() == 0;
            more |= supervisor().send() == 0;
            if (!more) {
                return;
            }
        }
        throw new AssertionError("does not come to rest: " + status());
    }

    /** Lets time pass in small steps and settles in between. */
    public final void pass(long ms) {
        for (long left = ms; left > 0; left -= 1_000) {
            clock.pass(Math.min(left, 1_000));
            settle();
        }
    }

    public final ChainStatus status() {
        return wallet.status(chain).orElseThrow();
    }

    final Halt halt() {
        return wallet.halt(chain).orElseThrow();
    }

    /** Judges what the chain has halted for, as an operator who has read it. */
    final void acknowledgeHalt() {
        assertThat(wallet.acknowledge(chain, halt().id())).isEmpty();
    }

    /** Releases what the books have halted and frozen by rule, as an operator who has looked at it. */
    public final void release() throws Exception {
        for (OutboundHalt halt : outboundHalts()) {
            done(wallet.wallets().releaseOutbound(nextKey(), halt.asset(), "ann", "compared with another node"));
        }
        for (FrozenAccount frozen : core.read(MoneyState::frozenAccounts)) {
            done(wallet.wallets().unfreezeAccount(nextKey(), frozen.account(), "ann", "compared with another node"));
        }
    }

    final RequestKey key(String name) {
        return new RequestKey(CommandId.of("test", name), name.hashCode());
    }

    public final RequestKey nextKey() {
        return key("request-" + requests++);
    }

    /** An account of a new customer. */
    public final AccountId account() throws Exception {
        var customer = done(wallet.wallets().createCustomer(nextKey(), Optional.empty()));
        return done(wallet.wallets().openAccount(nextKey(), customer.id())).id();
    }

    /** Limits that let every withdrawal of an asset pass. */
    public final void allowWithdrawals(AssetId asset) throws Exception {
        Money plenty = new Money(asset, BigInteger.TEN.pow(30));
        LimitRuleId rule = new LimitRuleId("all-" + asset);
        done(wallet.wallets().setLimit(nextKey(), new LimitRule(rule, Optional.empty(), plenty, plenty)));
    }

    public final OwnAddress treasury() {
        return core.read(state -> state.addresses(chain, KeyPurpose.TREASURY, 0, 1))
                .get(0);
    }

    public final Withdrawal withdrawal(WithdrawalId id) {
        return core.read(state -> state.withdrawal(id)).orElseThrow();
    }

    public final WithdrawalState state(Withdrawal withdrawal) {
        return withdrawal(withdrawal.id()).state();
    }

    public final List<OutboundHalt> outboundHalts() {
        return core.read(state -> List.copyOf(state.outboundHalts()));
    }

    public final List<Deposit> finalDeposits() {
        return core.read(
                state -> state.finalDeposits(chain, 0, 0, Integer.MAX_VALUE).deposits());
    }

    public final List<Deposit> openDeposits() {
        return core.read(state -> List.copyOf(state.openDeposits(chain)));
    }

    public final List<OwnAddress> addresses(AccountId account) {
        return core.read(state -> List.copyOf(state.addresses(chain, account)));
    }

    public final List<OwnAddress> addresses(KeyPurpose purpose) {
        return core.read(state -> List.copyOf(state.addresses(chain, purpose, 0, 10_000)));
    }

    public static <T> T done(Answer<T> answer) {
        if (answer instanceof Answer.Done<T> done) {
            return done.value();
        }
        throw new AssertionError("not done: " + answer);
    }

    public static <T> String refused(Answer<T> answer) {
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
