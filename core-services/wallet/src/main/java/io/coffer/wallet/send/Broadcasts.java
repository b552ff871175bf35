// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.send;

import io.coffer.api.core.MoneyState;
import io.coffer.api.core.Result;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.SubmitOutcome;
import io.coffer.spi.chain.TxStatus;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.core.Decisions;
import io.coffer.wallet.core.Decisions.Decision;
import io.coffer.wallet.core.WaitingList;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Offers signed bytes to the node and journals what is known after it. Whatever happens, only bytes that are durable are
 * offered again: those of the newest attempt, and where the node refuses them, those of the ones before it, which spend
 * the same sequence for the same transfer. One thread.
 */
final class Broadcasts {
    static final long FIRST_PAUSE_MS = 1_000;
    static final long LONGEST_PAUSE_MS = 60_000;

    private final Decisions decisions;
    private final WaitingList waiting;
    /** How long an ambiguous one is left alone. */
    private final Pauses pauses;
    /** Those that the node refuses for now, so that an offer of more may be what it waits for. */
    private final Set<WithdrawalId> refused = new HashSet<>();
    /** Commands whose outcome nobody waits for until the round ends. */
    private final List<CompletableFuture<Result>> underWay = new ArrayList<>();

    Broadcasts(Decisions decisions, WaitingList waiting, InstantSource clock) {
        this.decisions = decisions;
        this.waiting = waiting;
        this.pauses = new Pauses(clock, FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
    }

    /**
     * Goes on with the bytes of a sender that are durable, those with the lower sequence first.
     *
     * @return whether anything was tried
     */
    boolean goOn(Outbox box, Lane lane) throws CoreUnavailableException {
        List<Withdrawal> signed = new ArrayList<>(box.open());
        signed.removeIf(withdrawal -> Transactions.newestFirst(withdrawal).isEmpty());
        signed.sort(Comparator.comparing(
                withdrawal -> Transactions.sequence(withdrawal).orElse(0)));
        boolean moved = false;
        for (Withdrawal withdrawal : signed) {
            if (lane.breaker().isOpen()) {
                return moved;
            }
            switch (withdrawal.state()) {
                case SIGNED -> {
                    if (begin(withdrawal.id())) {
                        offer(withdrawal, lane);
                        moved = true;
                    }
                }
                case BROADCASTING -> {
                    // A crash came between the journal and the node, or between the node and the journal.
                    offer(withdrawal, lane);
                    moved = true;
                }
                case AMBIGUOUS -> moved |= retry(withdrawal, lane);
                default -> {
                    // Known to a node, or its replacement is being signed: the reader follows it.
                }
            }
        }
        return moved;
    }

    /** Journals that the node is about to be told, which is the last moment before it may know. */
    private boolean begin(WithdrawalId id) throws CoreUnavailableException {
        long position = decisions.read(MoneyState::position);
        Result result = decisions.submit(
                Decision.of("withdrawal-sending", id.text(), position, new WithdrawalCommand.BeginBroadcast(id)));
        return result instanceof Result.Applied;
    }

    /** Sends the bytes of a withdrawal that is BROADCASTING. */
    void offer(Withdrawal withdrawal, Lane lane) throws CoreUnavailableException {
        List<SignedTx> transactions = Transactions.newestFirst(withdrawal);
        settle(withdrawal.id(), false, submitAny(transactions, lane), transactions, lane);
    }

    /**
     * Looks after a withdrawal that is AMBIGUOUS, once its pause is over: if the node knows one of its transactions it is
     * told so, else the same bytes are sent again.
     *
     * @return whether anything was tried
     */
    private boolean retry(Withdrawal withdrawal, Lane lane) throws CoreUnavailableException {
        WithdrawalId id = withdrawal.id();
        if (lane.breaker().isOpen() || pauses.isResting(id)) {
            return false;
        }
        List<SignedTx> transactions = Transactions.newestFirst(withdrawal);
        if (isAnyKnown(transactions, lane)) {
            broadcast(id);
        } else {
            settle(id, true, submitAny(transactions, lane), transactions, lane);
        }
        return true;
    }

    /**
     * Journals that no node has any transaction of a withdrawal that is BROADCAST, so that the next round offers them
     * again at once.
     */
    void lost(Withdrawal withdrawal) throws CoreUnavailableException {
        long position = decisions.read(MoneyState::position);
        decisions.submit(Decision.of(
                "withdrawal-ambiguous",
                withdrawal.id().text(),
                position,
                new WithdrawalCommand.Ambiguous(withdrawal.id(), "the node does not know the transaction")));
    }

    /** Whether the node refused all bytes of a withdrawal when they were last offered, but not for good. */
    boolean isRefused(Withdrawal withdrawal) {
        return withdrawal.state() == WithdrawalState.AMBIGUOUS && refused.contains(withdrawal.id());
    }

    /** Waits until all that was found out is durable. Called at the end of a round. */
    void finish() throws CoreUnavailableException {
        List<CompletableFuture<Result>> ending = List.copyOf(underWay);
        underWay.clear();
        for (CompletableFuture<Result> one : ending) {
            Decisions.await(one);
        }
    }

    /** Forgets what concerns withdrawals that are not among {@code open}. */
    void keepOnly(Collection<WithdrawalId> open) {
        pauses.keepOnly(open);
        refused.retainAll(open);
    }

    /** Offers the newest, and as long as the node refuses, the one before it. */
    private static SubmitOutcome submitAny(List<SignedTx> newestFirst, Lane lane) {
        SubmitOutcome newest = submit(newestFirst.get(0), lane);
        SubmitOutcome outcome = newest;
        for (int i = 1; i < newestFirst.size() && outcome instanceof SubmitOutcome.Rejected; i++) {
            outcome = submit(newestFirst.get(i), lane);
        }
        return outcome instanceof SubmitOutcome.Rejected ? newest : outcome;
    }

    private static SubmitOutcome submit(SignedTx transaction, Lane lane) {
        try {
            return lane.ask("submit", adapter -> {
                SubmitOutcome outcome = adapter.broadcaster().submit(transaction);
                if (outcome instanceof SubmitOutcome.Indeterminate unknown) {
                    throw new ChainException(ChainException.Kind.UNREACHABLE, unknown.reason());
                }
                return outcome;
            });
        } catch (ChainException failed) {
            return new SubmitOutcome.Indeterminate(failed.kind() + ": " + failed.getMessage());
        }
    }

    private void settle(
            WithdrawalId id, boolean ambiguous, SubmitOutcome outcome, List<SignedTx> transactions, Lane lane)
            throws CoreUnavailableException {
        if (outcome instanceof SubmitOutcome.Accepted || outcome instanceof SubmitOutcome.AlreadyKnown) {
            broadcast(id);
        } else if (outcome instanceof SubmitOutcome.Rejected rejected) {
            // It may be our own earlier offer that makes the node refuse this one.
            if (isAnyKnown(transactions, lane)) {
                broadcast(id);
            } else {
                ambiguous(id, ambiguous, "broadcast.rejected", rejection(rejected));
                if (!rejected.permanent()) {
                    refused.add(id);
                }
            }
        } else {
            String reason = ((SubmitOutcome.Indeterminate) outcome).reason();
            ambiguous(id, ambiguous, "broadcast.indeterminate", "it is not known whether the node has it: " + reason);
        }
    }

    private static String rejection(SubmitOutcome.Rejected rejected) {
        return rejected.permanent()
                ? "the node refuses it for good (" + rejected.code()
                        + "): an operator must find out what took its place; the hold stays"
                : "the node does not take it now (" + rejected.code() + ")";
    }

    private static boolean isAnyKnown(List<SignedTx> transactions, Lane lane) {
        for (SignedTx transaction : transactions) {
            try {
                TxStatus status = lane.ask("status", adapter -> adapter.reader().status(transaction.id()));
                if (!(status instanceof TxStatus.Unknown)) {
                    return true;
                }
            } catch (ChainException silent) {
                return false;
            }
        }
        return false;
    }

    private void broadcast(WithdrawalId id) throws CoreUnavailableException {
        pauses.over(id);
        refused.remove(id);
        waiting.clear(id);
        long position = decisions.read(MoneyState::position);
        decisions.submit(Decision.of("withdrawal-broadcast", id.text(), position, new WithdrawalCommand.Broadcast(id)));
    }

    private void ambiguous(WithdrawalId id, boolean already, String code, String reason)
            throws CoreUnavailableException {
        pauses.longer(id);
        refused.remove(id);
        waiting.note(id, code, reason);
        if (!already) {
            long position = decisions.read(MoneyState::position);
            underWay.add(decisions.begin(Decision.of(
                    "withdrawal-ambiguous", id.text(), position, new WithdrawalCommand.Ambiguous(id, reason))));
        }
    }
}
