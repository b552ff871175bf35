// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.core;

import io.coffer.api.core.Command;
import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.Result;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.request.Refusal;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.wallet.core.Decisions.Decision;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the core refuses although the chain shows it: for operators to see, logged once for each change, and asked again
 * after pauses that grow. Any thread may call.
 */
public final class RefusedDecisions {
    /** Before a refused decision is submitted again; the pause doubles from refusal to refusal. */
    public static final long FIRST_PAUSE_MS = 5_000;

    public static final long LONGEST_PAUSE_MS = 600_000;
    /** Refusals that are shown one by one. */
    private static final int MAX_SHOWN = 3;

    private static final Logger LOG = LoggerFactory.getLogger(RefusedDecisions.class);

    private final Decisions decisions;
    private final InstantSource clock;
    private final WaitingList waiting;
    private final Map<String, Refused> refused = new LinkedHashMap<>();

    /** The refusal that holds for one deposit or withdrawal. */
    private record Refused(Decision decision, Refusal refusal, long askAtMs, long pauseMs) {}

    public RefusedDecisions(Decisions decisions, InstantSource clock, WaitingList waiting) {
        this.decisions = decisions;
        this.clock = clock;
        this.waiting = waiting;
    }

    /** Submits those whose pause is over, in order, and keeps what is refused. */
    public void submitAll(List<Decision> due) throws CoreUnavailableException {
        List<Decision> asked = new ArrayList<>(due);
        asked.removeIf(this::pauses);
        List<Result> results = decisions.submitAll(asked);
        for (int i = 0; i < results.size(); i++) {
            note(asked.get(i), results.get(i));
        }
    }

    private synchronized boolean pauses(Decision decision) {
        Refused before = refused.get(subject(decision.command()));
        return before != null
                && before.decision().question().equals(decision.question())
                && clock.millis() < before.askAtMs();
    }

    private synchronized void note(Decision decision, Result result) {
        String subject = subject(decision.command());
        Optional<Refusal> refusal = refusal(result);
        if (refusal.isEmpty()) {
            forget(subject);
            return;
        }
        Refused before = refused.get(subject);
        boolean same = before != null
                && before.decision().question().equals(decision.question())
                && before.refusal().code().equals(refusal.get().code());
        if (!same) {
            LOG.error(
                    "The core refuses {}: {}: {}",
                    decision.question(),
                    refusal.get().code(),
                    refusal.get().message());
        }
        long pauseMs = before != null && same ? Math.min(2 * before.pauseMs(), LONGEST_PAUSE_MS) : FIRST_PAUSE_MS;
        refused.put(subject, new Refused(decision, refusal.get(), clock.millis() + pauseMs, pauseMs));
        if (decision.command() instanceof WithdrawalCommand withdrawal) {
            waiting.note(withdrawal.id(), refusal.get().code(), refusal.get().message());
        }
    }

    private static Optional<Refusal> refusal(Result result) {
        if (result instanceof Result.Refused found) {
            return Optional.of(found.refusal());
        }
        return result instanceof Result.Repeated again && !again.refusalCode().isEmpty()
                ? Optional.of(new Refusal(again.refusalCode(), "refused before", ""))
                : Optional.empty();
    }

    /** Forgets what concerns nothing that is under way any more. */
    public synchronized void keepOnly(Collection<Deposit> deposits, Collection<Withdrawal> withdrawals) {
        if (refused.isEmpty()) {
            return;
        }
        Set<String> underWay = new HashSet<>();
        deposits.forEach(deposit -> underWay.add(deposit.key().id()));
        withdrawals.forEach(withdrawal -> underWay.add(withdrawal.id().text()));
        for (String subject : List.copyOf(refused.keySet())) {
            if (!underWay.contains(subject)) {
                forget(subject);
            }
        }
    }

    private void forget(String subject) {
        Refused gone = refused.remove(subject);
        if (gone == null) {
            return;
        }
        LOG.info("The core refuses {} no longer", gone.decision().question());
        if (gone.decision().command() instanceof WithdrawalCommand withdrawal) {
            waiting.find(withdrawal.id())
                    .filter(shown -> shown.code().equals(gone.refusal().code()))
                    .ifPresent(shown -> waiting.clear(withdrawal.id()));
        }
    }

    /** In words; empty if nothing is refused. */
    public synchronized Optional<String> present() {
        if (refused.isEmpty()) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        for (Refused one : refused.values()) {
            if (texts.size() < MAX_SHOWN) {
                texts.add(one.decision().question() + ": " + one.refusal().code() + ": "
                        + one.refusal().message());
            }
        }
        String more = refused.size() > MAX_SHOWN ? ", and " + (refused.size() - MAX_SHOWN) + " more" : "";
        return Optional.of("the core refuses " + String.join(", ", texts) + more);
    }

    private static String subject(Command command) {
        if (command instanceof DepositCommand deposit) {
            return deposit.key().id();
        } else if (command instanceof WithdrawalCommand withdrawal) {
            return withdrawal.id().text();
        }
        throw new IllegalArgumentException("command: neither of a deposit nor of a withdrawal: "
                + command.getClass().getName());
    }
}
