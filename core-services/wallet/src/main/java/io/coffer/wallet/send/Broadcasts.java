// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.send;

import io.coffer.api.core.MoneyState;
import io.coffer.api.core.Result;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.wallet.WithdrawalId;
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
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Offers signed bytes to the node and journals what is known after it. Whatever happens, only the same bytes are
 * offered again. One thread.
 */
final class Broadcasts {
    static final long FIRST_PAUSE_MS = 1_000;
    static final long LONGEST_PAUSE_MS = 60_000;

    private final Decisions decisions;
    private final WaitingList waiting;
    /** How long an ambiguous one is left alone. */
    private final Pauses pauses;
    /** Commands whose outcome nobody waits for until the round ends. */
    private final List<CompletableFuture<Result>> underWay = new ArrayList<>();

    Broadcasts(Decisions decisions, WaitingList waiting, InstantSource clock) {
        this.decisions = decisions;
        this.waiting = waiting;
        this.pauses = new Pauses(clock, FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
    }

    /** Sends the bytes of a withdrawal that is BROADCASTING. */
    void offer(WithdrawalId id, SignedTx transaction, Lane lane) throws CoreUnavailableException {
        settle(id, transaction, false, submit(transaction, lane), lane);
    }

    /**
     * Looks after a withdrawal that is AMBIGUOUS, once its pause is over: if the node knows the transaction it is told
     * so, else the same bytes are sent again.
     *
     * @return whether anything was tried
     */
    boolean retry(WithdrawalId id, SignedTx transaction, Lane lane) throws CoreUnavailableException {
        if (lane.breaker().isOpen() || pauses.isResting(id)) {
            return false;
        }
        if (isKnown(transaction, lane)) {
            broadcast(id);
        } else {
            settle(id, transaction, true, submit(transaction, lane), lane);
        }
        return true;
    }

    /** Waits until all that was found out is durable. Called at the end of a round. */
    void finish() throws CoreUnavailableException {
        List<CompletableFuture<Result>> ending = List.copyOf(underWay);
        underWay.clear();
        for (CompletableFuture<Result> one : ending) {
            Decisions.await(one);
        }
    }

    /** Forgets the pauses of withdrawals that are not among {@code open}. */
    void keepOnly(Collection<WithdrawalId> open) {
        pauses.keepOnly(open);
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

    private void settle(WithdrawalId id, SignedTx transaction, boolean ambiguous, SubmitOutcome outcome, Lane lane)
            throws CoreUnavailableException {
        if (outcome instanceof SubmitOutcome.Accepted || outcome instanceof SubmitOutcome.AlreadyKnown) {
            broadcast(id);
        } else if (outcome instanceof SubmitOutcome.Rejected rejected) {
            // It may be our own earlier offer that makes the node refuse this one.
            if (isKnown(transaction, lane)) {
                broadcast(id);
            } else {
                ambiguous(id, ambiguous, "broadcast.rejected", rejection(rejected));
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

    private static boolean isKnown(SignedTx transaction, Lane lane) {
        try {
            TxStatus status = lane.ask("status", adapter -> adapter.reader().status(transaction.id()));
            return !(status instanceof TxStatus.Unknown);
        } catch (ChainException silent) {
            return false;
        }
    }

    private void broadcast(WithdrawalId id) throws CoreUnavailableException {
        pauses.over(id);
        waiting.clear(id);
        long position = decisions.read(MoneyState::position);
        decisions.submit(Decision.of("withdrawal-broadcast", id.text(), position, new WithdrawalCommand.Broadcast(id)));
    }

    private void ambiguous(WithdrawalId id, boolean already, String code, String reason)
            throws CoreUnavailableException {
        pauses.longer(id);
        waiting.note(id, code, reason);
        if (!already) {
            long position = decisions.read(MoneyState::position);
            underWay.add(decisions.begin(Decision.of(
                    "withdrawal-ambiguous", id.text(), position, new WithdrawalCommand.Ambiguous(id, reason))));
        }
    }
}
