// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.send;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.core.Result;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.signing.SigningOutcome;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.UnsignedTx;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
    /** Between two tries of a signature that was denied: each is written to the log of the signing service. */
    static final long SIGN_AGAIN_MS = 30_000;

    private final ChainId chain;
    private final ChainSettings.Sending settings;
    private final Decisions decisions;
    private final WaitingList waiting;
    private final Signing signing;
    private final Admission admission;
    private final Planner planner;
    private final Broadcasts broadcasts;
    private final SequenceWatch sequences;
    private final InstantSource clock;
    /** When to ask again for a signature that was denied. */
    private final Map<WithdrawalId, Long> signAgainAtMs = new HashMap<>();

    private volatile Optional<String> trouble = Optional.empty();

    /** What the sending works with. */
    public record Tools(
            MoneyCore core, InstantSource clock, Screening screening, WaitingList waiting, Signing signing) {}

    public Sending(ChainSettings settings, Tools tools) {
        this.chain = settings.chain();
        this.settings = settings.sending();
        this.decisions = new Decisions(tools.core());
        this.waiting = tools.waiting();
        this.signing = tools.signing();
        this.admission = new Admission(decisions, tools.screening());
        this.planner = new Planner(
                chain,
                decisions,
                new FeeQuotes(settings.sending().urgency(), tools.clock()),
                settings.sending().maxInputs());
        this.broadcasts = new Broadcasts(decisions, waiting, tools.clock());
        this.sequences = new SequenceWatch(decisions, tools.clock());
        this.clock = tools.clock();
    }

    /**
     * Moves every open withdrawal on as far as it goes now.
     *
     * @return whether anything moved, so that another round may find more
     * @throws ChainException if the node or the adapter fails; the rest waits for the next round
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
        signAgainAtMs.keySet().retainAll(ids);
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

    /** Goes on with what was reserved before a crash, before an adapter left, or before the vault was sealed. */
    private boolean finish(List<Withdrawal> open, OwnAddress sender, Lane lane)
            throws ChainException, CoreUnavailableException {
        boolean moved = false;
        for (Withdrawal withdrawal : open) {
            if (withdrawal.state() == WithdrawalState.PREPARED) {
                moved |= resumePrepared(withdrawal, sender, lane);
            } else if (withdrawal.state() == WithdrawalState.SIGNING) {
                moved |= resumeSigning(withdrawal, sender, lane);
            }
        }
        return moved;
    }

    private boolean resumePrepared(Withdrawal withdrawal, OwnAddress sender, Lane lane)
            throws ChainException, CoreUnavailableException {
        Optional<Plan.Wait> obstacle = signing.obstacle(family(lane));
        Assembly.Outcome outcome = assembleAgain(withdrawal, sender, lane);
        if (obstacle.isEmpty() && outcome instanceof Assembly.Outcome.Assembled assembled) {
            return applied(decide("withdrawal-signing", new WithdrawalCommand.BeginSigning(withdrawal.id())))
                    && signAndSend(withdrawal.id(), assembled.transaction(), lane);
        }
        // Nothing was signed, so the reservation is given back; a later plan has a fresh fee.
        String reason =
                obstacle.isPresent() ? obstacle.get().reason() : ((Assembly.Outcome.Unusable) outcome).problem();
        return applied(decide("withdrawal-unprepared", new WithdrawalCommand.Unprepare(withdrawal.id(), reason)));
    }

    private boolean resumeSigning(Withdrawal withdrawal, OwnAddress sender, Lane lane)
            throws ChainException, CoreUnavailableException {
        Optional<Plan.Wait> obstacle = signing.obstacle(family(lane));
        if (obstacle.isPresent()) {
            waiting.note(withdrawal.id(), obstacle.get().code(), obstacle.get().reason());
            return false;
        }
        if (clock.millis() < signAgainAtMs.getOrDefault(withdrawal.id(), Long.MIN_VALUE)) {
            return false;
        }
        Assembly.Outcome outcome = assembleAgain(withdrawal, sender, lane);
        if (outcome instanceof Assembly.Outcome.Assembled assembled) {
            return signAndSend(withdrawal.id(), assembled.transaction(), lane);
        }
        waiting.note(withdrawal.id(), "transaction.unusable", ((Assembly.Outcome.Unusable) outcome).problem());
        return false;
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
            if (room <= 0) {
                waitAll(
                        List.of(withdrawal),
                        new Plan.Wait("chain.in-flight", settings.maxInFlight() + " transactions wait to be mined"));
                continue;
            }
            if (send(withdrawal, sender, lane)) {
                moved = true;
                room--;
            }
        }
        return moved;
    }

    /** What keeps every queued withdrawal of this sender waiting. */
    private Optional<Plan.Wait> obstacle(List<Withdrawal> open, OwnAddress sender, Lane lane) throws ChainException {
        Optional<Plan.Wait> cannotSign = signing.obstacle(family(lane));
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

    private boolean send(Withdrawal withdrawal, OwnAddress sender, Lane lane)
            throws ChainException, CoreUnavailableException {
        Plan plan = planner.plan(withdrawal, sender, lane);
        if (plan instanceof Plan.Wait wait) {
            waiting.note(withdrawal.id(), wait.code(), wait.reason());
            return false;
        }
        Plan.Ready ready = (Plan.Ready) plan;
        long position = decisions.read(MoneyState::position);
        WithdrawalId id = withdrawal.id();
        List<Result> results = decisions.submitAll(List.of(
                Decision.of(
                        "withdrawal-prepare",
                        id.text(),
                        position,
                        new WithdrawalCommand.Prepare(id, ready.preparation())),
                Decision.of("withdrawal-signing", id.text(), position, new WithdrawalCommand.BeginSigning(id))));
        if (results.get(0) instanceof Result.Refused refused) {
            waiting.note(id, refused.refusal().code(), refused.refusal().message());
            return false;
        }
        return applied(results.get(1)) && signAndSend(id, ready.transaction(), lane);
    }

    /** From SIGNING on: the bytes are made durable before a node may see them. */
    private boolean signAndSend(WithdrawalId id, UnsignedTx transaction, Lane lane)
            throws ChainException, CoreUnavailableException {
        SigningOutcome outcome = signing.sign(id, transaction, lane.adapter());
        if (outcome instanceof SigningOutcome.Signed signed) {
            long position = decisions.read(MoneyState::position);
            List<Result> results = decisions.submitAll(List.of(
                    Decision.of(
                            "withdrawal-signed",
                            id.text(),
                            position,
                            new WithdrawalCommand.Signed(id, signed.transaction())),
                    Decision.of("withdrawal-sending", id.text(), position, new WithdrawalCommand.BeginBroadcast(id))));
            if (applied(results.get(0)) && applied(results.get(1))) {
                waiting.clear(id);
                broadcasts.offer(id, signed.transaction(), lane);
                return true;
            }
            return false;
        }
        Plan.Wait wait = unsigned(outcome);
        waiting.note(id, wait.code(), wait.reason());
        if (!(outcome instanceof SigningOutcome.Sealed)) {
            signAgainAtMs.put(id, clock.millis() + SIGN_AGAIN_MS);
        }
        return false;
    }

    private static Plan.Wait unsigned(SigningOutcome outcome) {
        if (outcome instanceof SigningOutcome.Denied denied) {
            return new Plan.Wait("signing.denied", denied.rule() + ": " + denied.reason());
        }
        if (outcome instanceof SigningOutcome.Mismatch mismatch) {
            return new Plan.Wait(
                    "signing.mismatch", "the adapter's transaction is not what was approved: " + mismatch.detail());
        }
        return Signing.sealed();
    }

    private Assembly.Outcome assembleAgain(Withdrawal withdrawal, OwnAddress sender, Lane lane) throws ChainException {
        Attempt attempt = withdrawal.attempt().orElseThrow();
        return Assembly.assemble(withdrawal.request(), attempt.preparation(), sender, lane.adapter());
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

    private static String family(Lane lane) {
        return lane.adapter().descriptor().family();
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
}
