// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.request;

import io.coffer.api.core.ChainCommand;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.core.Result;
import io.coffer.api.node.Answer;
import io.coffer.api.node.RequestKey;
import io.coffer.api.request.CommandId;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.Keyring;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.adapter.AdapterDirectory;
import io.coffer.wallet.adapter.GuardedAdapter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Allocates addresses: an index is reserved, the address derived from the journaled key, bound, and only then answered.
 * An index that a crash left without its address gets it later, so that no index of an account stays without one.
 */
public final class Addresses {
    private static final Logger LOG = LoggerFactory.getLogger(Addresses.class);
    /** Reservations that one request may lose to crashes before it gives up. */
    private static final int MAX_RESERVATIONS = 100;

    private final MoneyCore core;
    private final AdapterDirectory adapters;
    private final Answers answers;
    /** One for each chain that has had an adapter, so that a chain that does not answer delays no other. */
    private final Map<ChainId, AllocationLocks> locks = new ConcurrentHashMap<>();

    public Addresses(MoneyCore core, AdapterDirectory adapters) {
        this.core = core;
        this.adapters = adapters;
        this.answers = new Answers(core);
    }

    private AllocationLocks locks(ChainId chain) {
        return locks.computeIfAbsent(chain, fresh -> new AllocationLocks());
    }

    /** A deposit address for an account. */
    Answer<OwnAddress> allocate(RequestKey key, AccountId account, NetworkAssetId asset)
            throws CoreUnavailableException {
        Optional<Result> before = core.lookup(key.id(), key.fingerprint());
        if (before.isPresent()) {
            return again(before.get());
        }
        Optional<GuardedAdapter> adapter = adapters.find(ChainId.of(asset));
        if (adapter.isEmpty()) {
            return answers.refuse(Refusals.chainUnknown(ChainId.of(asset)));
        }
        AllocationLocks own = locks(adapter.get().chain());
        own.allocating().readLock().lock();
        try {
            // The same request twice at once would reserve two indexes for one address.
            synchronized (own.of(key.id())) {
                Optional<Result> meanwhile = core.lookup(key.id(), key.fingerprint());
                return meanwhile.isPresent() ? again(meanwhile.get()) : allocateNew(key, account, asset, adapter.get());
            }
        } finally {
            own.allocating().readLock().unlock();
        }
    }

    /**
     * The first address of the house on a chain.
     *
     * @return empty if it could not be made; the refusal says why
     */
    Answer<OwnAddress> allocateTreasury(GuardedAdapter adapter) throws CoreUnavailableException {
        ChainId chain = adapter.chain();
        RequestKey key = new RequestKey(CommandId.of("treasury-address", chain.caip2()), 0);
        AllocationLocks own = locks(chain);
        own.allocating().readLock().lock();
        try {
            synchronized (own.of(key.id())) {
                Optional<OwnAddress> known =
                        core.read(state -> state.addresses(chain, KeyPurpose.TREASURY, 0, 1).stream()
                                .findFirst());
                if (known.isPresent()) {
                    return new Answer.Done<>(known.get(), core.read(MoneyState::position), true);
                }
                return reserveAndBind(key, new Holder(chain, KeyPurpose.TREASURY, Optional.empty()), adapter);
            }
        } finally {
            own.allocating().readLock().unlock();
        }
    }

    /**
     * Gives every reserved index of a chain its address that a crash, or an adapter that failed, left without one.
     *
     * @return what the core refuses, in words; empty if every index has its address
     * @throws ChainException if the adapter's address does not stand the check
     */
    public Optional<String> complete(GuardedAdapter adapter) throws CoreUnavailableException, ChainException {
        if (core.read(state -> state.unboundReservations(adapter.chain()).isEmpty())) {
            return Optional.empty();
        }
        Lock excluding = locks(adapter.chain()).allocating().writeLock();
        excluding.lock();
        try {
            List<MoneyState.Reservation> unbound =
                    core.read(state -> List.copyOf(state.unboundReservations(adapter.chain())));
            Optional<String> refused = Optional.empty();
            for (MoneyState.Reservation reservation : unbound) {
                Optional<String> now = complete(reservation, adapter);
                refused = refused.isPresent() ? refused : now;
            }
            return refused;
        } finally {
            excluding.unlock();
        }
    }

    private Optional<String> complete(MoneyState.Reservation reservation, GuardedAdapter adapter)
            throws CoreUnavailableException, ChainException {
        ChainId chain = reservation.chain();
        Keyring keyring =
                core.read(state -> state.keyring(chain, reservation.purpose())).orElseThrow();
        OwnAddress own = Derivation.derive(keyring, reservation.index(), reservation.account(), adapter);
        CommandId id = CommandId.of(
                "address-completed",
                chain.caip2(),
                reservation.purpose().name(),
                Integer.toString(reservation.index()),
                own.address().text(),
                core.read(state -> Long.toString(state.position())));
        Result result = core.submit(id, new ChainCommand.BindAddress(own));
        if (result instanceof Result.Refused refused) {
            return Optional.of("the core refuses the address of index " + reservation.index() + " of "
                    + reservation.purpose() + ": " + refused.refusal().code() + ": "
                    + refused.refusal().message());
        }
        LOG.info("{}: index {} of {} has got its address", chain, reservation.index(), reservation.purpose());
        return Optional.empty();
    }

    private Answer<OwnAddress> allocateNew(
            RequestKey key, AccountId account, NetworkAssetId asset, GuardedAdapter adapter)
            throws CoreUnavailableException {
        ChainId chain = adapter.chain();
        if (core.read(state -> state.listing(asset).isEmpty())) {
            return answers.refuse(Refusals.assetNotListed(asset));
        }
        if (core.read(state -> state.account(account).isEmpty())) {
            return answers.refuse(Refusals.accountUnknown(account));
        }
        if (core.read(state -> state.keyring(chain, KeyPurpose.DEPOSIT).isEmpty())) {
            return answers.refuse(Refusals.keyringMissing(chain));
        }
        if (core.read(state -> state.cursor(chain).isEmpty())) {
            return answers.refuse(Refusals.chainNotRead(chain));
        }
        return reserveAndBind(key, new Holder(chain, KeyPurpose.DEPOSIT, Optional.of(account)), adapter);
    }

    private Answer<OwnAddress> reserveAndBind(RequestKey key, Holder holder, GuardedAdapter adapter)
            throws CoreUnavailableException {
        for (int attempt = 1; attempt <= MAX_RESERVATIONS; attempt++) {
            CommandId id = CommandId.of("address-reserved", key.id().toString(), Integer.toString(attempt));
            Result reserved = core.submit(
                    id,
                    key.fingerprint(),
                    new ChainCommand.ReserveAddress(holder.chain(), holder.purpose(), holder.account()));
            if (reserved instanceof Result.Conflict conflict) {
                return new Answer.KeyReused<>(conflict.position());
            }
            if (reserved instanceof Result.Refused refused) {
                return new Answer.Refused<>(refused.refusal(), refused.position(), false);
            }
            if (reserved instanceof Result.Applied applied) {
                return bind(key, holder, Math.toIntExact(applied.value()), adapter);
            }
            // A crash came after this reservation: its index is bound on its own, this request takes a further one.
        }
        throw new IllegalStateException(MAX_RESERVATIONS + " reservations of one request were never bound");
    }

    private Answer<OwnAddress> bind(RequestKey key, Holder holder, int index, GuardedAdapter adapter)
            throws CoreUnavailableException {
        Keyring keyring = core.read(state -> state.keyring(holder.chain(), holder.purpose()))
                .orElseThrow();
        OwnAddress own;
        try {
            own = Derivation.derive(keyring, index, holder.account(), adapter);
        } catch (ChainException failed) {
            return answers.refuse(Refusals.chainSilent(holder.chain(), String.valueOf(failed.getMessage())));
        }
        return answers.of(
                core.submit(key.id(), key.fingerprint(), new ChainCommand.BindAddress(own)),
                state -> state.ownAddress(own.address()));
    }

    /** The address of a request that was answered before: it was bound where the request was applied. */
    private Answer<OwnAddress> again(Result before) {
        if (before instanceof Result.Repeated repeated && repeated.refusalCode().isEmpty()) {
            return new Answer.Done<>(boundAt(repeated.position()), repeated.position(), true);
        }
        return answers.of(before, state -> Optional.empty());
    }

    private OwnAddress boundAt(long position) {
        return core.read(state -> state.addressBoundAt(position))
                .orElseThrow(() -> new IllegalStateException("no address was bound at position " + position));
    }

    /** Whom an address is for. */
    private record Holder(ChainId chain, KeyPurpose purpose, Optional<AccountId> account) {}
}
