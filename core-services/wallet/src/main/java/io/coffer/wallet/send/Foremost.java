// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.send;

import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.TxStatus;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.core.WaitingList;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Looks after the lowest unmined sequence of each sender, because all behind it wait for it: whether the node still has
 * its transaction, and whether something else was mined in its place. One thread.
 */
final class Foremost {
    /** How late it is noticed that the node has dropped a transaction. Doubles if it happens again and again. */
    static final long ASK_MS = 10_000;

    static final long ASK_AT_LATEST_MS = 40_000;
    private static final String TAKEN = "sequence.taken";

    private final SequenceWatch sequences;
    private final Broadcasts broadcasts;
    private final WaitingList waiting;
    private final Pauses questions;
    private final Set<WithdrawalId> asked = new HashSet<>();

    Foremost(SequenceWatch sequences, Broadcasts broadcasts, WaitingList waiting, InstantSource clock) {
        this.sequences = sequences;
        this.broadcasts = broadcasts;
        this.waiting = waiting;
        this.questions = new Pauses(clock, ASK_MS, ASK_AT_LATEST_MS);
    }

    /** Forgets what concerns withdrawals that are not among {@code open}. */
    void keepOnly(Collection<WithdrawalId> open) {
        questions.keepOnly(open);
        asked.retainAll(open);
    }

    /** What is known of the lowest. */
    enum Finding {
        /** It waits for its block. */
        WAITS,
        /** No node has it: it is offered again in the next round. */
        LOST,
        /** A transaction with its sequence is mined, its own or another. */
        OVERTAKEN
    }

    Finding look(Withdrawal lowest, Outbox box, Lane lane) throws ChainException, CoreUnavailableException {
        WithdrawalId id = lowest.id();
        OptionalLong mined = sequences.mined(box.sender().address(), lane);
        boolean overtaken = mined.isPresent()
                && mined.getAsLong() > Transactions.sequence(lowest).orElseThrow();
        if (!asked.contains(id)) {
            // It was offered or found a moment ago: the first question is for later.
            asked.add(id);
            questions.longer(id);
        }
        boolean known = lowest.state() == WithdrawalState.BROADCAST || lowest.state() == WithdrawalState.AMBIGUOUS;
        if (!known || questions.isResting(id)) {
            return overtaken ? Finding.OVERTAKEN : Finding.WAITS;
        }
        boolean lost = isLost(lowest, lane);
        if (!lost) {
            questions.over(id);
        }
        questions.longer(id);
        if (overtaken) {
            noteIfTaken(lowest, lost, mined.orElseThrow());
            return Finding.OVERTAKEN;
        }
        if (lost && lowest.state() == WithdrawalState.BROADCAST) {
            broadcasts.lost(lowest);
            return Finding.LOST;
        }
        return Finding.WAITS;
    }

    /** It is mined, or another is lower now. */
    void passed(WithdrawalId id) {
        questions.over(id);
        asked.remove(id);
    }

    private void noteIfTaken(Withdrawal lowest, boolean lost, long mined) {
        if (lost) {
            waiting.note(
                    lowest.id(),
                    TAKEN,
                    "the node has " + mined
                            + " transactions of the sender, but knows none that was signed for sequence "
                            + Transactions.sequence(lowest).orElseThrow()
                            + ": another one is mined in its place, or the node answers from several states");
        }
    }

    private static boolean isLost(Withdrawal lowest, Lane lane) throws ChainException {
        for (SignedTx transaction : Transactions.newestFirst(lowest)) {
            TxStatus status =
                    lane.askAbout("status", adapter -> adapter.reader().status(transaction.id()));
            if (!(status instanceof TxStatus.Unknown)) {
                return false;
            }
        }
        return true;
    }
}
