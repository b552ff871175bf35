// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.send;

import io.coffer.api.core.MoneyState;
import io.coffer.api.core.Result;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.signing.SigningOutcome;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Preparation;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.core.Decisions;
import io.coffer.wallet.core.Decisions.Decision;
import io.coffer.wallet.core.WaitingList;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Takes a withdrawal from its plan to durable signed bytes, or back to the queue. One thread.
 *
 * <p>The way back from PREPARED is always open, because no key is used before SIGNING; so all checks are made there.
 * From SIGNING it is open only right after that was journaled here and where the signing service says that it refused
 * before it touched a key, and signatures do not leave the node. After a crash nobody knows whether there is a
 * signature: then the same transaction is signed again, or an operator decides. What the books have stopped meanwhile is
 * not signed again; it is given up where no signature can have left the node.
 */
final class Signatures {
    /** Before what was denied is tried again; each try is journaled and logged. Doubles. */
    static final long SIGN_AGAIN_MS = 30_000;

    static final long SIGN_AGAIN_AT_LATEST_MS = 600_000;

    /** Who gives up what the books have stopped: a signature may have been made, but none was sent. */
    static final String NOTHING_SENT = "policy:nothing-sent";

    private final Decisions decisions;
    private final WaitingList waiting;
    private final Signing signing;
    private final Pauses denials;

    Signatures(Decisions decisions, WaitingList waiting, Signing signing, InstantSource clock) {
        this.decisions = decisions;
        this.waiting = waiting;
        this.signing = signing;
        this.denials = new Pauses(clock, SIGN_AGAIN_MS, SIGN_AGAIN_AT_LATEST_MS);
    }

    /** What stands in the way of signing at all. */
    Optional<Plan.Wait> obstacle(Lane lane) {
        return signing.obstacle(lane.adapter().descriptor().family());
    }

    /** Whether it was denied lately, so that it is not worth another try yet. */
    boolean isResting(WithdrawalId id) {
        return denials.isResting(id);
    }

    void keepOnly(Collection<WithdrawalId> open) {
        denials.keepOnly(open);
    }

    /** Reserves what a plan needs and has its transaction signed. */
    Optional<SignedTx> make(WithdrawalId id, Plan.Ready ready, Lane lane)
            throws ChainException, CoreUnavailableException {
        return reserve("withdrawal-prepare", new WithdrawalCommand.Prepare(id, ready.preparation()), id, ready, lane);
    }

    /**
     * Reserves what a replacement costs more than what it replaces, and has it signed. The way back leads to BROADCAST:
     * what was signed before may be mined at any moment.
     *
     * @param attempt number of the one that is replaced
     */
    Optional<SignedTx> replace(WithdrawalId id, int attempt, Plan.Ready ready, Lane lane)
            throws ChainException, CoreUnavailableException {
        return reserve(
                "withdrawal-replace", new WithdrawalCommand.Replace(id, attempt, ready.preparation()), id, ready, lane);
    }

    private Optional<SignedTx> reserve(
            String verb, WithdrawalCommand reservation, WithdrawalId id, Plan.Ready ready, Lane lane)
            throws ChainException, CoreUnavailableException {
        Result prepared = decide(verb, reservation);
        if (prepared instanceof Result.Refused refused) {
            waiting.note(id, refused.refusal().code(), refused.refusal().message());
            return Optional.empty();
        }
        Optional<Attempt> attempt = attempt(id, WithdrawalState.PREPARED, ready.preparation());
        return attempt.isPresent() ? begin(id, attempt.get(), ready.transaction(), lane) : Optional.empty();
    }

    /** Goes on with what was reserved before a crash, before an adapter left, or before the vault was sealed. */
    Optional<SignedTx> resume(Withdrawal withdrawal, OwnAddress sender, Lane lane)
            throws ChainException, CoreUnavailableException {
        return withdrawal.state() == WithdrawalState.PREPARED
                ? resumePrepared(withdrawal, sender, lane)
                : resumeSigning(withdrawal, sender, lane);
    }

    private Optional<SignedTx> resumePrepared(Withdrawal withdrawal, OwnAddress sender, Lane lane)
            throws ChainException, CoreUnavailableException {
        WithdrawalId id = withdrawal.id();
        Optional<Plan.Wait> obstacle = obstacle(lane);
        if (obstacle.isPresent()) {
            // The reservation is given back; a later plan has a fresh fee.
            return unprepare(id, obstacle.get());
        }
        Assembly.Outcome outcome = undoneIfItFails(id, () -> assembleAgain(withdrawal, sender, lane));
        if (outcome instanceof Assembly.Outcome.Unusable unusable) {
            return unprepare(id, new Plan.Wait(unusable.code(), unusable.problem()));
        }
        Attempt attempt = withdrawal.attempt().orElseThrow();
        return begin(id, attempt, ((Assembly.Outcome.Assembled) outcome).transaction(), lane);
    }

    private Optional<SignedTx> resumeSigning(Withdrawal withdrawal, OwnAddress sender, Lane lane)
            throws ChainException, CoreUnavailableException {
        WithdrawalId id = withdrawal.id();
        Optional<Plan.Wait> stopped = decisions.read(state -> Stops.ofSigning(state, withdrawal));
        if (stopped.isPresent()) {
            return stop(withdrawal, stopped.get(), lane);
        }
        Optional<Plan.Wait> obstacle = obstacle(lane);
        if (obstacle.isPresent()) {
            waiting.note(id, obstacle.get().code(), obstacle.get().reason());
            return Optional.empty();
        }
        if (denials.isResting(id)) {
            return Optional.empty();
        }
        Assembly.Outcome outcome = assembleAgain(withdrawal, sender, lane);
        if (outcome instanceof Assembly.Outcome.Unusable unusable) {
            waiting.note(id, unusable.code(), unusable.problem());
            denials.longer(id);
            return Optional.empty();
        }
        Attempt attempt = withdrawal.attempt().orElseThrow();
        return sign(id, attempt, ((Assembly.Outcome.Assembled) outcome).transaction(), lane, false);
    }

    /**
     * Signs nothing of what the books have stopped. Where the node reads the transactions by itself, a signature that
     * was made before goes nowhere: bytes are sent only once they are durable, and in SIGNING they are not; the vault's
     * answer is dropped, or lost with the process. So the attempt is given up and holds up nobody else. Where an adapter
     * has seen the signature that is not sure, and it waits.
     */
    private Optional<SignedTx> stop(Withdrawal withdrawal, Plan.Wait stopped, Lane lane)
            throws CoreUnavailableException {
        WithdrawalId id = withdrawal.id();
        waiting.note(id, stopped.code(), stopped.reason());
        if (!signing.isVerified(lane.adapter()) || denials.isResting(id)) {
            return Optional.empty();
        }
        int attempt = withdrawal.attempt().orElseThrow().number();
        Result abandoned = decide(
                "withdrawal-stopped",
                new WithdrawalCommand.AbandonSigning(id, attempt, NOTHING_SENT, shortened(stopped.reason())));
        if (abandoned instanceof Result.Refused) {
            denials.longer(id);
        }
        return Optional.empty();
    }

    /** From PREPARED on. */
    private Optional<SignedTx> begin(WithdrawalId id, Attempt attempt, UnsignedTx transaction, Lane lane)
            throws ChainException, CoreUnavailableException {
        Optional<SigningOutcome.Unsigned> objection =
                undoneIfItFails(id, () -> signing.objection(id, transaction, lane.adapter()));
        if (objection.isPresent()) {
            rest(id, objection.get());
            return unprepare(id, wait(objection.get()));
        }
        Result begun = decide("withdrawal-signing", new WithdrawalCommand.BeginSigning(id));
        if (begun instanceof Result.Refused refused) {
            return unprepare(
                    id,
                    new Plan.Wait(refused.refusal().code(), refused.refusal().message()));
        }
        return begun instanceof Result.Applied ? sign(id, attempt, transaction, lane, true) : Optional.empty();
    }

    /**
     * From SIGNING on.
     *
     * @param fresh whether that was journaled here just now, so that nobody was asked for a signature before
     */
    private Optional<SignedTx> sign(WithdrawalId id, Attempt attempt, UnsignedTx transaction, Lane lane, boolean fresh)
            throws ChainException, CoreUnavailableException {
        SigningOutcome outcome = signing.sign(id, transaction, lane.adapter());
        if (outcome instanceof SigningOutcome.Signed signed) {
            return keep(id, attempt, signed.transaction());
        }
        SigningOutcome.Unsigned unsigned = (SigningOutcome.Unsigned) outcome;
        Plan.Wait wait = wait(unsigned);
        rest(id, unsigned);
        boolean nothingSigned = fresh && isBeforeTheKey(unsigned) && signing.isVerified(lane.adapter());
        if (nothingSigned) {
            waiting.note(id, wait.code(), wait.reason());
            decide(
                    "withdrawal-abandoned",
                    new WithdrawalCommand.AbandonSigning(
                            id,
                            attempt.number(),
                            WithdrawalCommand.AbandonSigning.NOTHING_SIGNED,
                            shortened(wait.reason())));
        } else if (unsigned instanceof SigningOutcome.Sealed) {
            waiting.note(id, wait.code(), wait.reason());
        } else {
            waiting.note(
                    id,
                    wait.code(),
                    wait.reason() + "; a signature of attempt " + attempt.number()
                            + " may exist, so the same is tried again until an operator gives it up");
        }
        return Optional.empty();
    }

    /** The bytes are made durable before a node may see them. */
    private Optional<SignedTx> keep(WithdrawalId id, Attempt attempt, SignedTx transaction)
            throws CoreUnavailableException {
        long position = decisions.read(MoneyState::position);
        List<Result> results = decisions.submitAll(List.of(
                Decision.of(
                        "withdrawal-signed",
                        id.text(),
                        position,
                        new WithdrawalCommand.Signed(id, attempt.number(), transaction)),
                Decision.of("withdrawal-sending", id.text(), position, new WithdrawalCommand.BeginBroadcast(id))));
        if (results.get(0) instanceof Result.Refused refused) {
            waiting.note(id, refused.refusal().code(), refused.refusal().message());
            denials.longer(id);
        }
        boolean done = results.stream().allMatch(Result.Applied.class::isInstance);
        if (done) {
            waiting.clear(id);
            denials.over(id);
        }
        return done ? Optional.of(transaction) : Optional.empty();
    }

    private Optional<SignedTx> unprepare(WithdrawalId id, Plan.Wait wait) throws CoreUnavailableException {
        waiting.note(id, wait.code(), wait.reason());
        decide("withdrawal-unprepared", new WithdrawalCommand.Unprepare(id, wait.reason()));
        return Optional.empty();
    }

    /** Whatever an adapter does to a withdrawal that is PREPARED, it does not keep its reservation. */
    private <T> T undoneIfItFails(WithdrawalId id, Question<T> question)
            throws ChainException, CoreUnavailableException {
        try {
            return question.ask();
        } catch (ChainException failed) {
            unprepare(id, new Plan.Wait("adapter.failed", String.valueOf(failed.getMessage())));
            throw failed;
        }
    }

    private void rest(WithdrawalId id, SigningOutcome.Unsigned outcome) {
        if (!(outcome instanceof SigningOutcome.Sealed)) {
            denials.longer(id);
        }
    }

    private static boolean isBeforeTheKey(SigningOutcome.Unsigned outcome) {
        return (outcome instanceof SigningOutcome.Denied denied && !denied.keyUsed())
                || (outcome instanceof SigningOutcome.Mismatch mismatch && !mismatch.keyUsed());
    }

    private static Plan.Wait wait(SigningOutcome.Unsigned outcome) {
        if (outcome instanceof SigningOutcome.Denied denied) {
            return new Plan.Wait("signing.denied", denied.rule() + ": " + denied.reason());
        }
        if (outcome instanceof SigningOutcome.Mismatch mismatch) {
            return new Plan.Wait(
                    "signing.mismatch", "the adapter's transaction is not what was approved: " + mismatch.detail());
        }
        return Signing.sealed();
    }

    private static String shortened(String reason) {
        return reason.substring(0, Math.min(reason.length(), WithdrawalCommand.AbandonSigning.MAX_TEXT_LENGTH));
    }

    /** The present attempt, if it is the one that was just prepared. */
    private Optional<Attempt> attempt(WithdrawalId id, WithdrawalState state, Preparation preparation) {
        return decisions.read(core -> core.withdrawal(id)
                .filter(withdrawal -> withdrawal.state() == state)
                .flatMap(Withdrawal::attempt)
                .filter(attempt -> attempt.preparation().equals(preparation)));
    }

    private static Assembly.Outcome assembleAgain(Withdrawal withdrawal, OwnAddress sender, Lane lane)
            throws ChainException {
        Attempt attempt = withdrawal.attempt().orElseThrow();
        return Assembly.assemble(withdrawal.request(), attempt.preparation(), sender, lane.adapter());
    }

    private Result decide(String verb, WithdrawalCommand command) throws CoreUnavailableException {
        long position = decisions.read(MoneyState::position);
        return decisions.submit(Decision.of(verb, command.id().text(), position, command));
    }

    /** Something that an adapter is asked. */
    private interface Question<T> {
        T ask() throws ChainException;
    }
}
