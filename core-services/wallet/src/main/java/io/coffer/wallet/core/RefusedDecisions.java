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

    /**
     * The refusal that holds for one deposit or withdrawal.
     *
     * @param of the command that it is shown at
     */
    private record Refused(Decision decision, Command of, Refusal refusal, Pause pause) {}

    /**
     * The end of a withdrawal and what must be journaled before it.
     *
     * @param before in order; none mostly
     */
    public record Ending(List<Decision> before, WithdrawalCommand end, Decision decision) {
        public Ending {
            before = List.copyOf(before);
        }

        private boolean contains(Decision one) {
            return decision.question().equals(one.question())
                    || before.stream().anyMatch(first -> first.question().equals(one.question()));
        }
    }

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

    /**
     * Submits what comes before each end, and then the ends of which none of it was refused. A refusal of either is the
     * withdrawal's: all of it waits then.
     */
    public void submitEndings(List<Ending> due) throws CoreUnavailableException {
        List<Ending> asked = new ArrayList<>(due);
        asked.removeIf(this::pauses);
        List<Decision> before =
                asked.stream().flatMap(ending -> ending.before().stream()).toList();
        List<Result> results = decisions.submitAll(before);
        List<Decision> ends = new ArrayList<>();
        int next = 0;
        for (Ending ending : asked) {
            int from = next;
            next += ending.before().size();
            int refusedAt = from;
            while (refusedAt < next && refusal(results.get(refusedAt)).isEmpty()) {
                refusedAt++;
            }
            if (refusedAt < next) {
                note(ending.end().id().text(), before.get(refusedAt), results.get(refusedAt), ending.end());
            } else {
                ends.add(ending.decision());
            }
        }
        List<Result> ended = decisions.submitAll(ends);
        for (int i = 0; i < ended.size(); i++) {
            note(ends.get(i), ended.get(i));
        }
    }

    private synchronized boolean pauses(Ending ending) {
        Refused before = refused.get(ending.end().id().text());
        return before != null
                && ending.contains(before.decision())
                && before.pause().lasts(clock);
    }

    private synchronized boolean pauses(Decision decision) {
        Refused before = refused.get(subject(decision.command()));
        return before != null
                && before.decision().question().equals(decision.question())
                && before.pause().lasts(clock);
    }

    private void note(Decision decision, Result result) {
        note(subject(decision.command()), decision, result, decision.command());
    }

    /** @param of what the refusal is shown at */
    private synchronized void note(String subject, Decision decision, Result result, Command of) {
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
        Pause pause = before != null && same
                ? before.pause().longer(clock, LONGEST_PAUSE_MS)
                : Pause.from(clock, FIRST_PAUSE_MS);
        refused.put(subject, new Refused(decision, of, refusal.get(), pause));
        if (of instanceof WithdrawalCommand withdrawal) {
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
        if (gone.of() instanceof WithdrawalCommand withdrawal) {
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
