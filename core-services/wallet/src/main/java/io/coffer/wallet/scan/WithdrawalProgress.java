// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.TxStatus;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.core.Decisions.Decision;
import io.coffer.wallet.core.RefusedDecisions;
import io.coffer.wallet.core.RefusedDecisions.Ending;
import io.coffer.wallet.core.WaitingList;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows our own transactions from the moment that they may be known outside to finality.
 *
 * <p>Most are found in the blocks themselves. Those that moved nothing, and those that a node has lost, are found by
 * asking for their status from time to time.
 */
final class WithdrawalProgress {
    /** Before the first question for a transaction; the pause doubles from question to question. */
    static final long FIRST_PAUSE_MS = 5_000;

    static final long LONGEST_PAUSE_MS = 60_000;
    /** Transactions that the node is asked for in one go. */
    private static final int MAX_STATUS_CALLS = 200;

    private static final String FAILED = "adapter.failed";

    private final RefusedDecisions refusing;
    private final InstantSource clock;
    private final WaitingList waiting;
    private final Endings endings;
    private final Map<WithdrawalId, Question> questions = new HashMap<>();
    /** Those that the last look failed for. */
    private final Set<WithdrawalId> failed = new HashSet<>();

    WithdrawalProgress(RefusedDecisions refusing, InstantSource clock, WaitingList waiting, Arrivals arrivals) {
        this.endings = new Endings(arrivals, waiting);
        this.refusing = refusing;
        this.clock = clock;
        this.waiting = waiting;
    }

    void follow(ChainSnapshot now, long finalHeight, Lane lane) throws ChainException, CoreUnavailableException {
        List<Decision> due = new ArrayList<>();
        List<Ending> ends = new ArrayList<>();
        Map<WithdrawalId, Question> stillSought = new HashMap<>();
        int calls = 0;
        for (Withdrawal withdrawal : now.withdrawals()) {
            switch (withdrawal.state()) {
                case CONFIRMING ->
                    due.addAll(about(withdrawal, () -> settle(withdrawal, now, finalHeight, lane, ends)));
                case PREPARED, SIGNING, SIGNED, BROADCASTING, BROADCAST, AMBIGUOUS -> {
                    int attempts = signed(withdrawal).size();
                    if (attempts == 0) {
                        // Nothing of it is outside.
                        continue;
                    }
                    Question question = questions.getOrDefault(
                            withdrawal.id(), new Question(clock.millis() + FIRST_PAUSE_MS, FIRST_PAUSE_MS));
                    if (clock.millis() >= question.atMs() && calls < MAX_STATUS_CALLS) {
                        calls += attempts;
                        question = question.next(clock.millis());
                        due.addAll(about(
                                withdrawal,
                                () -> seek(withdrawal, now, lane).stream().toList()));
                    }
                    stillSought.put(withdrawal.id(), question);
                }
                default -> {
                    // The sender's, or at its end.
                }
            }
        }
        questions.clear();
        questions.putAll(stillSought);
        failed.retainAll(now.withdrawals().stream().map(Withdrawal::id).toList());
        refusing.submitAll(due);
        endings.keepOnly(now.withdrawals());
        refusing.submitEndings(ends);
    }

    /** One step for one withdrawal. */
    @FunctionalInterface
    private interface Look {
        List<Decision> look() throws ChainException;
    }

    /** Looks after one withdrawal. What an adapter makes of its transaction does not hold up the others. */
    private List<Decision> about(Withdrawal withdrawal, Look look) throws ChainException {
        try {
            List<Decision> due = look.look();
            if (failed.remove(withdrawal.id())) {
                waiting.find(withdrawal.id())
                        .filter(shown -> shown.code().equals(FAILED))
                        .ifPresent(shown -> waiting.clear(withdrawal.id()));
            }
            return due;
        } catch (ChainException failure) {
            if (Lane.isOfTheNode(failure)) {
                throw failure;
            }
            failed.add(withdrawal.id());
            waiting.note(withdrawal.id(), FAILED, String.valueOf(failure.getMessage()));
            return List.of();
        }
    }

    /** What may be mined: of one withdrawal all of them have the same sequence or inputs, so that one at most is. */
    private static List<Attempt> signed(Withdrawal withdrawal) {
        return withdrawal.attempts().stream()
                .filter(attempt -> attempt.signed().isPresent())
                .toList();
    }

    /** Looks for transactions in which no block has shown anything so far, those of every attempt. */
    private static Optional<Decision> seek(Withdrawal withdrawal, ChainSnapshot now, Lane lane) throws ChainException {
        boolean lost = true;
        for (Attempt attempt : signed(withdrawal)) {
            SignedTx transaction = attempt.signed().orElseThrow();
            TxStatus status =
                    lane.askAbout("status", adapter -> adapter.reader().status(transaction.id()));
            Optional<BlockRef> minedIn = status.minedIn();
            if (minedIn.isPresent() && now.isRead(minedIn.get(), lane)) {
                return Optional.of(mined(withdrawal, attempt, minedIn.get(), now.position()));
            }
            lost &= status instanceof TxStatus.Unknown;
        }
        if (lost && withdrawal.state() == WithdrawalState.BROADCAST) {
            // Not lost, perhaps, but nothing says that a node still has it: the sender offers the same bytes again.
            return Optional.of(Decision.of(
                    "withdrawal-ambiguous",
                    withdrawal.id().text(),
                    now.position(),
                    new WithdrawalCommand.Ambiguous(withdrawal.id(), "the node does not know the transaction")));
        }
        return Optional.empty();
    }

    static Decision mined(Withdrawal withdrawal, Attempt attempt, BlockRef block, long position) {
        return Decision.of(
                "withdrawal-mined",
                withdrawal.id() + "#" + attempt.number() + "@" + block,
                position,
                new WithdrawalCommand.Mined(withdrawal.id(), attempt.number(), block));
    }

    private List<Decision> settle(
            Withdrawal withdrawal, ChainSnapshot now, long finalHeight, Lane lane, List<Ending> ends)
            throws ChainException {
        Optional<BlockRef> block = withdrawal.attempt().flatMap(Attempt::block);
        Optional<SignedTx> signed = withdrawal.attempt().flatMap(Attempt::signed);
        if (block.isEmpty() || signed.isEmpty()) {
            return List.of();
        }
        return switch (now.place(block.get(), finalHeight, lane)) {
            case OPEN -> List.of();
            case REMOVED -> List.of(Reorganisation.unmined(withdrawal, block.get(), now.position()));
            case FINAL -> {
                receipt(withdrawal, signed.get(), block.get(), now, lane).ifPresent(ends::add);
                yield List.of();
            }
        };
    }

    private Optional<Ending> receipt(
            Withdrawal withdrawal, SignedTx signed, BlockRef block, ChainSnapshot now, Lane lane)
            throws ChainException {
        TxStatus status = lane.askAbout("receipt", adapter -> adapter.reader().status(signed.id()));
        if (status.minedIn().equals(Optional.of(block))) {
            return endings.of(withdrawal, status, now, lane);
        }
        // It is asked again; nothing is concluded meanwhile.
        waiting.note(
                withdrawal.id(),
                "chain.contradiction",
                "the node does not show the transaction in its own block " + block);
        return Optional.empty();
    }

    /** When a transaction is asked for, and the pause that led there. */
    private record Question(long atMs, long pauseMs) {
        Question next(long nowMs) {
            long longer = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
            return new Question(nowMs + longer, longer);
        }
    }
}
