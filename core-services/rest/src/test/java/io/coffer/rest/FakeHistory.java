// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.Money;
import io.coffer.api.node.DepositStep;
import io.coffer.api.node.History;
import io.coffer.api.node.HistoryPage;
import io.coffer.api.node.HistoryStatus;
import io.coffer.api.node.HistoryUnavailableException;
import io.coffer.api.node.Paging;
import io.coffer.api.node.Place;
import io.coffer.api.node.Recorded;
import io.coffer.api.node.StatementEntry;
import io.coffer.api.node.WithdrawalStep;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalState;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A history of the fake state: what is listed is what the state has; each statement has five entries. */
final class FakeHistory implements History {
    private final FakeState state;
    volatile boolean broken;
    volatile long position = 9;
    volatile HistoryStatus.State mode = HistoryStatus.State.CURRENT;

    FakeHistory(FakeState state) {
        this.state = state;
    }

    private <T> HistoryPage<T> page(List<T> all, java.util.function.Function<T, Place> place, Paging paging)
            throws HistoryUnavailableException {
        if (broken) {
            throw new HistoryUnavailableException("the store is gone");
        }
        Comparator<Place> order =
                paging.order() == Paging.Order.OLDEST_FIRST ? Comparator.naturalOrder() : Comparator.reverseOrder();
        List<T> rest = new ArrayList<>(all);
        rest.sort(Comparator.comparing(place, order));
        rest.removeIf(item -> paging.after().isPresent()
                && order.compare(place.apply(item), paging.after().get()) <= 0);
        List<T> items = rest.subList(0, Math.min(paging.limit(), rest.size()));
        Optional<Place> next =
                items.size() < rest.size() ? Optional.of(place.apply(items.get(items.size() - 1))) : Optional.empty();
        return new HistoryPage<>(items, next, position);
    }

    @Override
    public HistoryPage<StatementEntry> statement(LedgerAccountId account, Paging paging)
            throws HistoryUnavailableException {
        List<StatementEntry> entries = new ArrayList<>();
        for (int at = 1; at <= 5; at++) {
            Money amount = Money.of(account.asset(), at);
            entries.add(new StatementEntry(
                    new Place(at, 0),
                    1_000L * at,
                    new StatementEntry.Change(StatementEntry.Kind.CREDIT, amount, Optional.of(account)),
                    new StatementEntry.Standing(BigInteger.valueOf(at), BigInteger.ZERO),
                    "entry " + at + " of " + account));
        }
        return page(entries, StatementEntry::place, paging);
    }

    @Override
    public HistoryPage<Recorded<Deposit>> deposits(Optional<AccountId> account, Paging paging)
            throws HistoryUnavailableException {
        List<Recorded<Deposit>> all = state.deposits.values().stream()
                .filter(deposit -> account.isEmpty() || deposit.account().equals(account))
                .map(deposit -> new Recorded<>(new Place(3, 1), new Place(4, 0), 2_000, deposit))
                .toList();
        return page(all, Recorded::first, paging);
    }

    @Override
    public HistoryPage<Recorded<Withdrawal>> withdrawals(Optional<AccountId> account, Paging paging)
            throws HistoryUnavailableException {
        List<Recorded<Withdrawal>> all = state.withdrawals.values().stream()
                .filter(one -> account.isEmpty() || one.request().account().equals(account.get()))
                .map(one -> new Recorded<>(new Place(5, 0), new Place(6, 0), 3_000, one))
                .toList();
        return page(all, Recorded::first, paging);
    }

    @Override
    public HistoryPage<DepositStep> depositHistory(String id, Paging paging) throws HistoryUnavailableException {
        Deposit deposit = state.deposits.get(id);
        return page(
                List.of(new DepositStep(new Place(3, 1), 1_000, deposit.progress(), deposit.block())),
                DepositStep::place,
                paging);
    }

    @Override
    public HistoryPage<WithdrawalStep> withdrawalHistory(WithdrawalId id, Paging paging)
            throws HistoryUnavailableException {
        return page(
                List.of(new WithdrawalStep(
                        new Place(5, 0),
                        1_000,
                        WithdrawalState.REQUESTED,
                        new WithdrawalStep.Details(0, Optional.empty(), Optional.empty(), Optional.empty()))),
                WithdrawalStep::place,
                paging);
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public boolean awaitPosition(long wanted, long timeoutMs) {
        return position >= wanted;
    }

    @Override
    public HistoryStatus status() {
        return new HistoryStatus(mode, position, 10, Optional.empty());
    }
}
