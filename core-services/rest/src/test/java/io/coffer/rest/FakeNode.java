// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.Command;
import io.coffer.api.core.CoreStatus;
import io.coffer.api.core.EventListener;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.core.Result;
import io.coffer.api.core.StateHash;
import io.coffer.api.core.Subscription;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.Balance;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.Money;
import io.coffer.api.node.Answer;
import io.coffer.api.node.ChainStatus;
import io.coffer.api.node.Chains;
import io.coffer.api.node.History;
import io.coffer.api.node.RequestKey;
import io.coffer.api.node.Wallets;
import io.coffer.api.request.CommandId;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.request.Refusal;
import io.coffer.api.signing.KeyVault;
import io.coffer.api.signing.SigningService;
import io.coffer.api.signing.VaultException;
import io.coffer.api.wallet.Account;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Customer;
import io.coffer.api.wallet.CustomerId;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.KeyRef;
import io.coffer.api.wallet.LimitRule;
import io.coffer.api.wallet.LimitRuleId;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalRequest;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.InvalidAddressException;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/** A node in memory that keeps the promises of the API: one effect for one key, and the same answer to a repeat. */
final class FakeNode implements Services, MoneyCore, Wallets, Chains {
    static final ChainId DEVNET = new ChainId("devnet:main");
    static final NetworkAssetId DEV = new NetworkAssetId("devnet:main/slip44:1");
    static final AccountId ACCOUNT = new AccountId("acc_1");

    final FakeState state = new FakeState();
    final FakeHistory history = new FakeHistory(state);
    final AtomicInteger effects = new AtomicInteger();
    final List<Order> orders = new ArrayList<>();
    volatile Optional<CoreUnavailableException> unavailable = Optional.empty();
    volatile Optional<RuntimeException> mistake = Optional.empty();
    volatile CoreStatus.Mode mode = CoreStatus.Mode.RUNNING;
    volatile KeyVault.State vault = KeyVault.State.UNSEALED;
    volatile ChainStatus.State chainState = ChainStatus.State.SCANNING;
    volatile boolean present = true;
    volatile boolean adapterGone;
    /** Each effect waits for it, so that tests can hold a request in flight. */
    volatile CountDownLatch gate = new CountDownLatch(0);

    private final Map<CommandId, Taken> taken = new HashMap<>();

    private record Taken(long fingerprint, Answer<?> answer) {}

    FakeNode() {
        Asset dev = new Asset(new AssetId("DEV"), 8);
        state.assets.put(dev.id(), dev);
        state.listings.put(DEV, new NetworkListing(new NetworkAsset(DEV, 8), dev.id(), Amount.zero(DEV), true, true));
        CustomerId customer = new CustomerId("cus_1");
        state.customers.put(customer, new Customer(customer, 1_000));
        state.accounts.put(ACCOUNT, new Account(ACCOUNT, customer, 2_000));
        LedgerAccountId funds = new LedgerAccountId(AccountKind.CUSTOMER, ACCOUNT.text(), dev.id());
        state.balances.put(
                funds,
                new Balance(funds, BigInteger.ZERO, BigInteger.valueOf(1_000_000_000), BigInteger.valueOf(50_000_000)));
        LedgerAccountId custody = new LedgerAccountId(AccountKind.CUSTODY, DEV.caip19(), dev.id());
        state.balances.put(
                custody, new Balance(custody, BigInteger.valueOf(1_000_000_000), BigInteger.ZERO, BigInteger.ZERO));
        state.limits.add(new LimitRule(
                new LimitRuleId("all"), Optional.empty(), Money.of(dev.id(), 5_000), Money.of(dev.id(), 9_000)));
        state.position = 10;
    }

    @SuppressWarnings("unchecked")
    private <T> Answer<T> once(RequestKey key, Supplier<Answer<T>> effect) throws CoreUnavailableException {
        awaitGate();
        if (unavailable.isPresent()) {
            throw unavailable.get();
        }
        mistake.ifPresent(thrown -> {
            throw thrown;
        });
        synchronized (state) {
            Taken before = taken.get(key.id());
            if (before == null) {
                effects.incrementAndGet();
                state.position++;
                Answer<T> answer = effect.get();
                taken.put(key.id(), new Taken(key.fingerprint(), answer));
                return answer;
            }
            if (before.fingerprint != key.fingerprint()) {
                return new Answer.KeyReused<>(state.position);
            }
            return before.answer instanceof Answer.Done<?> done
                    ? new Answer.Done<>((T) done.value(), done.position(), true)
                    : new Answer.Refused<>(
                            ((Answer.Refused<T>) before.answer).refusal(),
                            ((Answer.Refused<T>) before.answer).position(),
                            true);
        }
    }

    /** As a journal does that keeps the codes of refusals only. */
    void forgetMessages() {
        synchronized (state) {
            taken.replaceAll((id, before) -> before.answer instanceof Answer.Refused<?> refused
                    ? new Taken(
                            before.fingerprint,
                            new Answer.Refused<>(
                                    new Refusal(refused.refusal().code(), "refused before", "look"),
                                    refused.position(),
                                    true))
                    : before);
        }
    }

    private void awaitGate() {
        try {
            gate.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> Answer<T> done(T value) {
        return new Answer.Done<>(value, state.position, false);
    }

    private <T> Answer<T> refused(String code) {
        return new Answer.Refused<>(new Refusal(code, "because of " + code, "do otherwise"), state.position, false);
    }

    @Override
    public Answer<Customer> createCustomer(RequestKey key, Optional<CustomerId> id) throws CoreUnavailableException {
        return once(key, () -> {
            Customer customer = new Customer(
                    id.orElse(new CustomerId("cus_" + key.id().toString().substring(0, 8))), 3_000);
            return state.customers.putIfAbsent(customer.id(), customer) == null
                    ? done(customer)
                    : refused("customer.exists");
        });
    }

    @Override
    public Answer<Account> openAccount(RequestKey key, CustomerId customer) throws CoreUnavailableException {
        return once(key, () -> {
            if (!state.customers.containsKey(customer)) {
                return refused("customer.unknown");
            }
            Account account =
                    new Account(new AccountId("acc_" + key.id().toString().substring(0, 8)), customer, 4_000);
            state.accounts.put(account.id(), account);
            return done(account);
        });
    }

    @Override
    public Answer<OwnAddress> allocateAddress(RequestKey key, AccountId account, NetworkAssetId asset)
            throws CoreUnavailableException {
        return once(key, () -> {
            if (!state.accounts.containsKey(account)) {
                return refused("account.unknown");
            }
            OwnAddress own = new OwnAddress(
                    new Address(DEVNET, "dev1address" + state.addresses.size()),
                    new KeyRef(DEVNET, 1, KeyPurpose.DEPOSIT, state.addresses.size()),
                    new PublicKey(PublicKey.Curve.SECP256K1, Bytes.of(new byte[33])),
                    Optional.of(account));
            state.addresses.add(own);
            return done(own);
        });
    }

    @Override
    public Answer<Withdrawal> withdraw(RequestKey key, Order order)
            throws CoreUnavailableException, InvalidAddressException {
        if (!order.to().startsWith("dev1")) {
            throw new InvalidAddressException("prefix is not dev1");
        }
        if (adapterGone) {
            return refused("chain.unknown");
        }
        return once(key, () -> {
            orders.add(order);
            Withdrawal withdrawal = new Withdrawal(
                    new WithdrawalId("wd_" + key.id().toString().substring(0, 8)),
                    new WithdrawalRequest(
                            order.account(),
                            new Address(DEVNET, order.to()),
                            Optional.empty(),
                            new Amount(order.asset(), order.units()),
                            new Amount(DEV, order.feeCap().orElse(BigInteger.TEN)),
                            order.externalId()),
                    // Already further on when it is answered, as in a real node.
                    WithdrawalState.QUEUED,
                    Optional.empty(),
                    List.of(),
                    5_000);
            if (order.units().bitLength() > 40) {
                return refused("limit.per-transaction");
            }
            state.withdrawals.put(withdrawal.id(), withdrawal);
            return done(withdrawal);
        });
    }

    @Override
    public Answer<Withdrawal> abandonSigning(
            RequestKey key, WithdrawalId id, int attempt, String decidedBy, String reason) {
        throw new AssertionError("no route abandons a signature");
    }

    @Override
    public Answer<Withdrawal> cancel(RequestKey key, WithdrawalId id, String reason) throws CoreUnavailableException {
        return once(
                key,
                () -> state.withdrawals.containsKey(id)
                        ? done(state.withdrawals.get(id))
                        : refused("withdrawal.unknown"));
    }

    @Override
    public Answer<Asset> listAsset(RequestKey key, Asset asset) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Answer<NetworkListing> listOnNetwork(RequestKey key, NetworkListing listing) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Answer<LimitRule> setLimit(RequestKey key, LimitRule rule) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Answer<LimitRuleId> removeLimit(RequestKey key, LimitRuleId rule) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Answer<Address> enrol(ChainId chain) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Result submit(CommandId id, Command command) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Result submit(CommandId id, long fingerprint, Command command) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Result> submitAsync(CommandId id, Command command) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Result> lookup(CommandId id, long fingerprint) {
        synchronized (state) {
            return Optional.ofNullable(taken.get(id)).map(before -> new Result.Repeated(state.position, ""));
        }
    }

    @Override
    public <T> T read(Function<? super MoneyState, ? extends T> query) {
        synchronized (state) {
            return query.apply(state);
        }
    }

    @Override
    public boolean awaitPosition(long position, long timeoutMs) {
        return status().position() >= position;
    }

    @Override
    public Subscription subscribe(long after, EventListener listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CoreStatus status() {
        synchronized (state) {
            return new CoreStatus(mode, state.position, 3, state.timeMs(), "in memory");
        }
    }

    @Override
    public StateHash stateHash() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<ChainStatus> statuses() {
        return List.of(new ChainStatus(
                DEVNET,
                chainState,
                Optional.of(new BlockRef(12, "b12")),
                Optional.of(new BlockRef(10, "b10")),
                new ChainStatus.Work(1, 2, 3),
                Optional.empty()));
    }

    @Override
    public Optional<ChainStatus> status(ChainId chain) {
        return statuses().stream().filter(each -> each.chain().equals(chain)).findFirst();
    }

    @Override
    public Optional<ChainAdapter> adapter(ChainId chain) {
        return Optional.empty();
    }

    @Override
    public boolean pause(ChainId chain) {
        return false;
    }

    @Override
    public boolean resume(ChainId chain) {
        return false;
    }

    @Override
    public Optional<MoneyCore> findCore() {
        return present ? Optional.of(this) : Optional.empty();
    }

    @Override
    public Optional<Wallets> findWallets() {
        return present ? Optional.of(this) : Optional.empty();
    }

    @Override
    public Optional<Chains> findChains() {
        return present ? Optional.of(this) : Optional.empty();
    }

    @Override
    public Optional<History> findHistory() {
        return present ? Optional.of(history) : Optional.empty();
    }

    @Override
    public Optional<SigningService> findSigning() {
        return Optional.empty();
    }

    @Override
    public Optional<KeyVault> findVault() {
        return Optional.of(new KeyVault() {
            @Override
            public State state() {
                return vault;
            }

            @Override
            public char[] create(char[] passphrase) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void restore(char[] words, char[] passphrase) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void unseal(char[] passphrase) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void seal() {
                throw new UnsupportedOperationException();
            }

            @Override
            public void changePassphrase(char[] before, char[] next) {
                throw new UnsupportedOperationException();
            }

            @Override
            public String extendedPublicKey(int coinType, KeyPurpose purpose) throws VaultException {
                throw new VaultException(VaultException.Kind.SEALED, "sealed");
            }
        });
    }
}
