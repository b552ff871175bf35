// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.send;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.request.Refusal;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.core.Decisions;
import io.coffer.wallet.core.WaitingList;
import io.coffer.wallet.screening.Admission;
import io.coffer.wallet.screening.Screening;
import io.coffer.wallet.settings.ChainSettings;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sends the withdrawals of one chain and the transfers of the house, from the state in which the journal has each of
 * them. It holds nothing that a new instance would not find again. One thread makes the rounds; {@link #trouble} and
 * {@link #bump} are for any.
 *
 * <p>One transaction of each sender at a time goes from PREPARED to SIGNED; then its bytes are durable and the next may
 * be prepared, so that many are under way before the first is mined. What holds up one sender holds up no other.
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
    private final Foremost foremost;
    private final Replacements replacements;
    /** Of withdrawals on which the adapter failed. */
    private final Pauses failures;
    /** Those that were the lowest unmined of their senders in the last round. */
    private Set<WithdrawalId> lowest = Set.of();

    private volatile Optional<String> trouble = Optional.empty();

    /** What the sending works with. */
    public record Tools(
            MoneyCore core,
            InstantSource clock,
            Screening screening,
            WaitingList waiting,
            Signing signing,
            Patience patience) {}

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
        this.foremost = new Foremost(sequences, broadcasts, waiting, tools.clock());
        this.replacements = new Replacements(
                new Replacements.Rule(
                        settings.sending().urgency(), settings.sending().replaceAfterMs()),
                decisions,
                waiting,
                signatures,
                tools.patience(),
                tools.clock());
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

    /** Why nothing is sent, beyond what single withdrawals wait for. */
    public Optional<String> trouble() {
        return trouble;
    }

    /**
     * Has the transaction of a withdrawal replaced in the next round by one that offers more.
     *
     * @return why not; empty if it will be tried
     */
    public Optional<Refusal> bump(WithdrawalId id) {
        Optional<Refusal> refusal = decisions.read(state -> Bumps.refusal(state, chain, id));
        if (refusal.isEmpty()) {
            replacements.demand(id);
        }
        return refusal;
    }

    /**
     * What a transfer by {@code sender} costs at most now.
     *
     * @throws ChainException if the node does not answer, or the asset cannot be sent
     */
    public FeeQuote quote(Address sender, TransferIntent transfer, Lane lane) throws ChainException {
        return planner.quote(sender, transfer, lane);
    }

    private boolean advance(Lane lane) throws ChainException, CoreUnavailableException {
        boolean moved = admit(lane);
        Outboxes boxes = outboxes();
        forget(boxes);
        for (Outbox box : boxes.bySender()) {
            moved |= broadcasts.goOn(box, lane);
        }
        waitAll(boxes.without(), new Plan.Wait("hot-wallet.absent", "the chain is not enrolled: unseal the vault"));
        for (Outbox box : boxes.bySender()) {
            moved |= finish(box, lane);
        }
        moved |= lookAfterLowest(lane);
        moved |= sendQueued(lane);
        return moved;
    }

    private void forget(Outboxes boxes) {
        Set<WithdrawalId> ids = new HashSet<>();
        boxes.without().forEach(withdrawal -> ids.add(withdrawal.id()));
        boxes.bySender().forEach(box -> box.open().forEach(withdrawal -> ids.add(withdrawal.id())));
        waiting.keepOnly(ids);
        broadcasts.keepOnly(ids);
        signatures.keepOnly(ids);
        failures.keepOnly(ids);
        foremost.keepOnly(ids);
        replacements.keepOnly(ids);
        Set<Address> senders = new HashSet<>();
        boxes.bySender().forEach(box -> senders.add(box.sender().address()));
        sequences.keepOnly(senders);
    }

    private boolean admit(Lane lane) throws CoreUnavailableException {
        List<Withdrawal> open = decisions.read(state -> List.copyOf(state.openWithdrawals(chain)));
        long position = decisions.read(MoneyState::position);
        return admission.admit(open, position, settings.allowContracts(), lane.adapter(), waiting);
    }

    /** Goes on with what is reserved. */
    private boolean finish(Outbox box, Lane lane) throws ChainException, CoreUnavailableException {
        boolean moved = false;
        for (Withdrawal withdrawal : box.open()) {
            boolean prepared = withdrawal.state() == WithdrawalState.PREPARED;
            boolean toSign = withdrawal.state() == WithdrawalState.SIGNING && !failures.isResting(withdrawal.id());
            if (prepared || toSign) {
                moved |= advance(withdrawal, () -> signatures.resume(withdrawal, box.sender(), lane), lane);
            }
        }
        return moved;
    }

    /** Fills gaps and replaces what waits too long, at the lowest unmined sequence of each sender. */
    private boolean lookAfterLowest(Lane lane) throws ChainException, CoreUnavailableException {
        boolean moved = false;
        Set<WithdrawalId> now = new HashSet<>();
        for (Outbox box : outboxes().bySender()) {
            Optional<Withdrawal> first = box.lowestUnmined();
            if (first.isPresent()) {
                now.add(first.get().id());
                moved |= lookAfter(first.get(), box, lane);
            }
        }
        for (WithdrawalId former : lowest) {
            if (!now.contains(former)) {
                foremost.passed(former);
                replacements.passed(former);
            }
        }
        lowest = now;
        return moved;
    }

    private boolean lookAfter(Withdrawal first, Outbox box, Lane lane) throws ChainException, CoreUnavailableException {
        if (failures.isResting(first.id())) {
            return false;
        }
        try {
            Foremost.Finding finding = foremost.look(first, box, lane);
            if (finding != Foremost.Finding.WAITS) {
                return finding == Foremost.Finding.LOST;
            }
        } catch (ChainException failed) {
            failed(first.id(), failed);
            return false;
        }
        boolean maySign =
                box.reserving().isEmpty() && signatures.obstacle(lane).isEmpty() && !signatures.isResting(first.id());
        if (!maySign || !replacements.isDue(first, broadcasts.isRefused(first))) {
            return false;
        }
        Optional<Plan.Wait> stopped = decisions.read(state -> Stops.ofReplacing(state, first));
        if (stopped.isPresent()) {
            waiting.note(first.id(), stopped.get().code(), stopped.get().reason());
            return false;
        }
        return advance(first, () -> replacements.replace(first, box.sender(), lane), lane);
    }

    /** Takes one withdrawal a step on. What an adapter does to it is its own affair, unless it is the node's. */
    private boolean advance(Withdrawal withdrawal, Advance step, Lane lane)
            throws ChainException, CoreUnavailableException {
        WithdrawalId id = withdrawal.id();
        try {
            Optional<SignedTx> transaction = step.take();
            if (transaction.isPresent()) {
                failures.over(id);
                broadcasts.offer(decisions.read(state -> state.withdrawal(id)).orElseThrow(), lane);
            }
            return transaction.isPresent();
        } catch (ChainException failed) {
            failed(id, failed);
            return false;
        }
    }

    /** @throws ChainException the same, if nothing can be asked of the node now */
    private void failed(WithdrawalId id, ChainException failed) throws ChainException {
        boolean ofTheNode = Lane.isOfTheNode(failed);
        if (!ofTheNode || failed.kind() == ChainException.Kind.TIMEOUT) {
            // Also what hangs may do so for this one alone: the next round begins with the others.
            waiting.note(id, "adapter.failed", String.valueOf(failed.getMessage()));
            failures.longer(id);
        }
        if (ofTheNode) {
            throw failed;
        }
    }

    private boolean sendQueued(Lane lane) throws ChainException, CoreUnavailableException {
        Outboxes boxes = outboxes();
        int room = settings.maxInFlight() - boxes.unmined();
        boolean moved = false;
        Optional<String> found = Optional.empty();
        for (Outbox box : boxes.bySender()) {
            List<Withdrawal> queued = box.queued();
            if (queued.isEmpty()) {
                continue;
            }
            Optional<Plan.Wait> obstacle = obstacle(box, lane);
            if (obstacle.isPresent()) {
                waitAll(queued, obstacle.get());
                boolean foreign = obstacle.get().code().equals(SequenceWatch.FOREIGN);
                found = found.isEmpty() && foreign ? Optional.of(obstacle.get().reason()) : found;
                continue;
            }
            int sent = sendQueued(queued, box, room, lane);
            room -= sent;
            moved |= sent > 0;
        }
        trouble = found;
        return moved;
    }

    /** @return how many were sent */
    private int sendQueued(List<Withdrawal> queued, Outbox box, int room, Lane lane)
            throws ChainException, CoreUnavailableException {
        int sent = 0;
        for (Withdrawal withdrawal : queued) {
            if (signatures.isResting(withdrawal.id()) || failures.isResting(withdrawal.id())) {
                continue;
            }
            if (sent >= room) {
                waitAll(
                        List.of(withdrawal),
                        new Plan.Wait("chain.in-flight", settings.maxInFlight() + " transactions wait to be mined"));
                continue;
            }
            Optional<Plan.Wait> stopped = decisions.read(state -> Stops.ofSending(state, withdrawal));
            if (stopped.isPresent()) {
                waitAll(List.of(withdrawal), stopped.get());
                continue;
            }
            FeeQuote fee = planner.fee(lane);
            if (advance(withdrawal, () -> send(withdrawal, box, fee, lane), lane)) {
                sent++;
            }
        }
        return sent;
    }

    /** What keeps everything queued of this sender waiting. */
    private Optional<Plan.Wait> obstacle(Outbox box, Lane lane) throws ChainException {
        Optional<Plan.Wait> cannotSign = signatures.obstacle(lane);
        if (cannotSign.isPresent()) {
            return cannotSign;
        }
        Optional<String> foreign = sequences.foreignUse(box.sender().address(), lane);
        if (foreign.isPresent()) {
            return Optional.of(new Plan.Wait(SequenceWatch.FOREIGN, foreign.get()));
        }
        Optional<Withdrawal> reserving = box.reserving();
        if (reserving.isPresent()) {
            return Optional.of(new Plan.Wait(
                    "hot-wallet.busy", "withdrawal " + reserving.get().id() + " is before it"));
        }
        boolean inSequence = lane.adapter().bare() instanceof AccountChain;
        Optional<Withdrawal> ambiguous = box.ambiguous();
        return inSequence && ambiguous.isPresent()
                ? Optional.of(new Plan.Wait(
                        "hot-wallet.gap",
                        "whether a node has withdrawal " + ambiguous.get().id() + " is not known"))
                : Optional.empty();
    }

    private Optional<SignedTx> send(Withdrawal withdrawal, Outbox box, FeeQuote fee, Lane lane)
            throws ChainException, CoreUnavailableException {
        Plan plan = planner.plan(withdrawal, box.sender(), fee, lane);
        if (plan instanceof Plan.Wait wait) {
            waiting.note(withdrawal.id(), wait.code(), wait.reason());
            return Optional.empty();
        }
        return signatures.make(withdrawal.id(), (Plan.Ready) plan, lane);
    }

    private void waitAll(List<Withdrawal> queued, Plan.Wait wait) {
        for (Withdrawal withdrawal : queued) {
            if (withdrawal.state() == WithdrawalState.QUEUED) {
                waiting.note(withdrawal.id(), wait.code(), wait.reason());
            }
        }
    }

    private Outboxes outboxes() {
        return decisions.read(state -> Outboxes.of(state, chain));
    }

    /** One step of one withdrawal, to signed bytes if all goes well. */
    private interface Advance {
        Optional<SignedTx> take() throws ChainException, CoreUnavailableException;
    }
}
