// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.send;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.core.Result;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.SignedTx;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.core.Decisions;
import io.coffer.wallet.core.Decisions.Decision;
import io.coffer.wallet.core.WaitingList;
import io.coffer.wallet.screening.Admission;
import io.coffer.wallet.screening.Screening;
import io.coffer.wallet.settings.ChainSettings;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Sends the withdrawals of one chain, from the state in which the journal has each of them. It holds nothing that a new
 * instance would not find again. One thread makes the rounds; {@link #trouble} is for any.
 *
 * <p>One transaction at a time goes from PREPARED to SIGNED; then its bytes are durable and the next may be prepared,
 * so that many are under way before the first is mined.
 */
public final class Sending {
    /** Before an adapter that failed on a withdrawal is asked for it again. Doubles. */
    static final long FAILED_AGAIN_MS = 1_000;

    static final long FAILED_AGAIN_AT_LATEST_MS = 600_000;

    private final ChainId chain;
    private final ChainSettings.Sending settings;
    private final Decisions decisions;
    private final WaitingList waiting;
    private final Signatures signatures;
    private final Admission admission;
    private final Planner planner;
    private final Broadcasts broadcasts;
    private final SequenceWatch sequences;
    /** Of withdrawals on which the adapter failed. */
    private final Pauses failures;

    private volatile Optional<String> trouble = Optional.empty();

    /** What the sending works with. */
    public record Tools(
            MoneyCore core, InstantSource clock, Screening screening, WaitingList waiting, Signing signing) {}

    public Sending(ChainSettings settings, Tools tools) {
        this.chain = settings.chain();
        this.settings = settings.sending();
        this.decisions = new Decisions(tools.core());
        this.waiting = tools.waiting();
        this.signatures = new Signatures(decisions, waiting, tools.signing(), tools.clock());
        this.admission = new Admission(decisions, tools.screening());
        this.planner = new Planner(
                chain,
                decisions,
                new FeeQuotes(settings.sending().urgency(), tools.clock()),
                new TokenQuotes(settings.sending().urgency(), tools.clock()),
                settings.sending().maxInputs());
        this.broadcasts = new Broadcasts(decisions, waiting, tools.clock());
        this.sequences = new SequenceWatch(decisions, tools.clock());
        this.failures = new Pauses(tools.clock(), FAILED_AGAIN_MS, FAILED_AGAIN_AT_LATEST_MS);
    }

    /**
     * Moves every open withdrawal on as far as it goes now.
     *
     * @return whether anything moved, so that another round may find more
     * @throws ChainException if the node fails; the rest waits for the next round. Where an adapter fails on one
     *     withdrawal, that one waits a while and the others go on
     */
    public boolean round(Lane lane) throws ChainException, CoreUnavailableException {
        try {
            return advance(lane);
        } finally {
            broadcasts.finish();
        }
    }

    private boolean advance(Lane lane) throws ChainException, CoreUnavailableException {
        boolean moved = admit(lane);
        List<Withdrawal> open = open();
        Set<WithdrawalId> ids = new HashSet<>();
        open.forEach(withdrawal -> ids.add(withdrawal.id()));
        waiting.keepOnly(ids);
        broadcasts.keepOnly(ids);
        signatures.keepOnly(ids);
        failures.keepOnly(ids);
        moved |= offerAgain(open, lane);
        Optional<OwnAddress> sender = sender();
        if (sender.isEmpty()) {
            waitAll(open, new Plan.Wait("hot-wallet.absent", "the chain is not enrolled: unseal the vault"));
            return moved;
        }
        moved |= finish(open, sender.get(), lane);
        moved |= sendQueued(sender.get(), lane);
        return moved;
    }

    /** Why nothing is sent, beyond what single withdrawals wait for. */
    public Optional<String> trouble() {
        return trouble;
    }

    private boolean admit(Lane lane) throws CoreUnavailableException {
        long position = decisions.read(MoneyState::position);
        return admission.admit(open(), position, settings.allowContracts(), lane.adapter(), waiting);
    }

    /** Goes on with bytes that are durable, those with the lower sequence first. */
    private boolean offerAgain(List<Withdrawal> open, Lane lane) throws CoreUnavailableException {
        List<Withdrawal> signed = new ArrayList<>(open);
        signed.removeIf(withdrawal -> transaction(withdrawal).isEmpty());
        signed.sort(Comparator.comparing(Sending::sequence));
        boolean moved = false;
        for (Withdrawal withdrawal : signed) {
            if (lane.breaker().isOpen()) {
                return moved;
            }
            SignedTx transaction = transaction(withdrawal).orElseThrow();
            switch (withdrawal.state()) {
                case SIGNED -> {
                    if (applied(decide("withdrawal-sending", new WithdrawalCommand.BeginBroadcast(withdrawal.id())))) {
                        broadcasts.offer(withdrawal.id(), transaction, lane);
                        moved = true;
                    }
                }
                case BROADCASTING -> {
                    // A crash came between the journal and the node, or between the node and the journal.
                    broadcasts.offer(withdrawal.id(), transaction, lane);
                    moved = true;
                }
                case AMBIGUOUS -> moved |= broadcasts.retry(withdrawal.id(), transaction, lane);
                default -> {
                    // Known to a node: the reader follows it.
                }
            }
        }
        return moved;
    }

    /** Goes on with what is reserved. */
    private boolean finish(List<Withdrawal> open, OwnAddress sender, Lane lane)
            throws ChainException, CoreUnavailableException {
        boolean moved = false;
        for (Withdrawal withdrawal : open) {
            boolean prepared = withdrawal.state() == WithdrawalState.PREPARED;
            boolean toSign = withdrawal.state() == WithdrawalState.SIGNING && !failures.isResting(withdrawal.id());
            if (prepared || toSign) {
                moved |= advance(withdrawal, () -> signatures.resume(withdrawal, sender, lane), lane);
            }
        }
        return moved;
    }

    /** Takes one withdrawal a step on. What an adapter does to it is its own affair, unless it is the node's. */
    private boolean advance(Withdrawal withdrawal, Advance step, Lane lane)
            throws ChainException, CoreUnavailableException {
        WithdrawalId id = withdrawal.id();
        try {
            Optional<SignedTx> transaction = step.take();
            if (transaction.isPresent()) {
                failures.over(id);
                broadcasts.offer(id, transaction.get(), lane);
            }
            return transaction.isPresent();
        } catch (ChainException failed) {
            boolean ofTheNode = Lane.isOfTheNode(failed);
            if (!ofTheNode || failed.kind() == ChainException.Kind.TIMEOUT) {
                // Also what hangs may do so for this one alone: the next round begins with the others.
                waiting.note(id, "adapter.failed", String.valueOf(failed.getMessage()));
                failures.longer(id);
            }
            if (ofTheNode) {
                throw failed;
            }
            return false;
        }
    }

    private boolean sendQueued(OwnAddress sender, Lane lane) throws ChainException, CoreUnavailableException {
        List<Withdrawal> open = open();
        List<Withdrawal> queued = open.stream()
                .filter(withdrawal -> withdrawal.state() == WithdrawalState.QUEUED)
                .toList();
        if (queued.isEmpty()) {
            trouble = Optional.empty();
            return false;
        }
        Optional<Plan.Wait> obstacle = obstacle(open, sender, lane);
        if (obstacle.isPresent()) {
            waitAll(queued, obstacle.get());
            return false;
        }
        int room = settings.maxInFlight()
                - (int) open.stream().filter(Sending::isUnmined).count();
        boolean moved = false;
        for (Withdrawal withdrawal : queued) {
            if (signatures.isResting(withdrawal.id()) || failures.isResting(withdrawal.id())) {
                continue;
            }
            if (room <= 0) {
                waitAll(
                        List.of(withdrawal),
                        new Plan.Wait("chain.in-flight", settings.maxInFlight() + " transactions wait to be mined"));
                continue;
            }
            FeeQuote fee = planner.fee(lane);
            if (advance(withdrawal, () -> send(withdrawal, sender, fee, lane), lane)) {
                moved = true;
                room--;
            }
        }
        return moved;
    }

    /** What keeps every queued withdrawal of this sender waiting. */
    private Optional<Plan.Wait> obstacle(List<Withdrawal> open, OwnAddress sender, Lane lane) throws ChainException {
        Optional<Plan.Wait> cannotSign = signatures.obstacle(lane);
        if (cannotSign.isPresent()) {
            return cannotSign;
        }
        trouble = sequences.foreignUse(sender.address(), lane);
        if (trouble.isPresent()) {
            return Optional.of(new Plan.Wait("sequence.foreign", trouble.get()));
        }
        boolean inSequence = lane.adapter().bare() instanceof AccountChain;
        for (Withdrawal withdrawal : open) {
            boolean reserving =
                    withdrawal.state() == WithdrawalState.PREPARED || withdrawal.state() == WithdrawalState.SIGNING;
            if (reserving) {
                return Optional.of(new Plan.Wait("hot-wallet.busy", "withdrawal " + withdrawal.id() + " is before it"));
            }
            if (inSequence && withdrawal.state() == WithdrawalState.AMBIGUOUS) {
                return Optional.of(new Plan.Wait(
                        "hot-wallet.gap", "whether a node has withdrawal " + withdrawal.id() + " is not known"));
            }
        }
        return Optional.empty();
    }

    private Optional<SignedTx> send(Withdrawal withdrawal, OwnAddress sender, FeeQuote fee, Lane lane)
            throws ChainException, CoreUnavailableException {
        Plan plan = planner.plan(withdrawal, sender, fee, lane);
        if (plan instanceof Plan.Wait wait) {
            waiting.note(withdrawal.id(), wait.code(), wait.reason());
            return Optional.empty();
        }
        return signatures.make(withdrawal.id(), (Plan.Ready) plan, lane);
    }

    private Result decide(String verb, WithdrawalCommand command) throws CoreUnavailableException {
        long position = decisions.read(MoneyState::position);
        return decisions.submit(Decision.of(verb, command.id().text(), position, command));
    }

    private void waitAll(List<Withdrawal> queued, Plan.Wait wait) {
        for (Withdrawal withdrawal : queued) {
            if (withdrawal.state() == WithdrawalState.QUEUED) {
                waiting.note(withdrawal.id(), wait.code(), wait.reason());
            }
        }
    }

    private List<Withdrawal> open() {
        return decisions.read(state -> List.copyOf(state.openWithdrawals(chain)));
    }

    private Optional<OwnAddress> sender() {
        return decisions.read(state ->
                state.addresses(chain, KeyPurpose.TREASURY, 0, 1).stream().findFirst());
    }

    private static boolean applied(Result result) {
        return result instanceof Result.Applied;
    }

    private static boolean isUnmined(Withdrawal withdrawal) {
        return withdrawal.state().isInFlight() && withdrawal.state() != WithdrawalState.CONFIRMING;
    }

    private static Optional<SignedTx> transaction(Withdrawal withdrawal) {
        return withdrawal.attempt().flatMap(Attempt::signed);
    }

    private static long sequence(Withdrawal withdrawal) {
        return withdrawal
                .attempt()
                .map(attempt -> attempt.preparation().sequence())
                .orElse(OptionalLong.empty())
                .orElse(0);
    }

    /** One step of one withdrawal, to signed bytes if all goes well. */
    private interface Advance {
        Optional<SignedTx> take() throws ChainException, CoreUnavailableException;
    }
}
