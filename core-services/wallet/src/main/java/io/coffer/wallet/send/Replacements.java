// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.send;

import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Preparation;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.FeeUrgency;
import io.coffer.spi.chain.ReplacementFees;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.core.Decisions;
import io.coffer.wallet.core.WaitingList;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Replaces a transaction that is not mined by one at the same sequence that offers more. It is for the lowest unmined
 * sequence of a sender only: those behind it cannot be mined before it, whatever they offer.
 *
 * <p>How long one has waited is counted by the clock, not journaled: after a restart it waits once more, because a
 * replacement too early costs a fee, and one too late only time. Each further one waits twice as long, so that a chain
 * that stands still is not outbid in vain. One thread, but for {@link #demand}.
 */
final class Replacements {
    /** How long bytes wait that the node refuses, if that is less than the operator's setting. */
    static final long REFUSED_MS = 10_000;
    /** After so many replacements the pause doubles no further. */
    private static final int MAX_DOUBLINGS = 4;
    /** More than these are made only where an operator demands each. */
    private static final int MAX_ATTEMPTS = 20;
    /** Before a replacement that could not be made is tried again. Doubles. */
    static final long AGAIN_MS = 5_000;

    static final long AGAIN_AT_LATEST_MS = 60_000;

    private static final String ABOVE_CAP = "fee.above-cap";
    private static final String INSUFFICIENT = "hot-wallet.insufficient";
    private static final String NOT_REPLACED = "replacement.failed";

    private final Rule rule;
    private final Decisions decisions;
    private final WaitingList waiting;
    private final Signatures signatures;
    private final Patience patience;
    private final Pauses failures;
    /** Those that an operator wants replaced at once. */
    private final Set<WithdrawalId> demanded = ConcurrentHashMap.newKeySet();

    /**
     * What the operator set.
     *
     * @param afterMs how long a first attempt may stay unmined
     */
    record Rule(FeeUrgency urgency, long afterMs) {}

    Replacements(
            Rule rule,
            Decisions decisions,
            WaitingList waiting,
            Signatures signatures,
            Patience patience,
            InstantSource clock) {
        this.rule = rule;
        this.decisions = decisions;
        this.waiting = waiting;
        this.signatures = signatures;
        this.patience = patience;
        this.failures = new Pauses(clock, AGAIN_MS, AGAIN_AT_LATEST_MS);
    }

    /** Has a withdrawal replaced in the next round, however long it has waited. Any thread. */
    void demand(WithdrawalId id) {
        demanded.add(id);
    }

    /** Forgets what concerns withdrawals that are not among {@code open}. */
    void keepOnly(Collection<WithdrawalId> open) {
        patience.keepOnly(open);
        failures.keepOnly(open);
        demanded.retainAll(open);
    }

    /** It is mined, or no longer the lowest: whatever its replacement waited for is over. */
    void passed(WithdrawalId id) {
        demanded.remove(id);
        patience.forget(id);
        waiting.clear(id);
    }

    /**
     * Whether the lowest unmined withdrawal of its sender has waited long enough, or an operator has.
     *
     * @param refused whether the node refuses the bytes that there are, so that only others can help
     */
    boolean isDue(Withdrawal lowest, boolean refused) {
        boolean fits = lowest.state() == WithdrawalState.BROADCAST || lowest.state() == WithdrawalState.AMBIGUOUS;
        Optional<Attempt> last = lowest.lastAttempt();
        if (!fits || last.isEmpty() || last.get().preparation().sequence().isEmpty()) {
            return false;
        }
        WithdrawalId id = lowest.id();
        boolean isOver = patience.isOver(
                id, last.get().number(), refused, patienceMs(lowest, refused || patience.isRefused(id)));
        if (demanded.contains(id)) {
            return true;
        }
        return isOver && !failures.isResting(id) && lowest.attempts().size() < MAX_ATTEMPTS;
    }

    private long patienceMs(Withdrawal withdrawal, boolean refused) {
        long firstMs = refused ? Math.min(REFUSED_MS, rule.afterMs()) : rule.afterMs();
        return firstMs << Math.min(withdrawal.attempts().size() - 1, MAX_DOUBLINGS);
    }

    /**
     * Makes the replacement, up to signed bytes.
     *
     * @return empty if none was made; the withdrawal's note says why
     */
    Optional<SignedTx> replace(Withdrawal lowest, OwnAddress sender, Lane lane)
            throws ChainException, CoreUnavailableException {
        WithdrawalId id = lowest.id();
        demanded.remove(id);
        Optional<SignedTx> made = tryToReplace(lowest, sender, lane);
        if (made.isPresent()) {
            failures.over(id);
        } else {
            failures.longer(id);
        }
        return made;
    }

    private Optional<SignedTx> tryToReplace(Withdrawal lowest, OwnAddress sender, Lane lane)
            throws ChainException, CoreUnavailableException {
        WithdrawalId id = lowest.id();
        Attempt earlier = lowest.lastAttempt().orElseThrow();
        Optional<FeeQuote> quote;
        try {
            quote = quote(earlier.preparation().fee(), lane);
        } catch (ChainException failed) {
            if (Lane.isOfTheNode(failed)) {
                throw failed;
            }
            return wait(id, NOT_REPLACED, "what a replacement must offer is not known: " + failed.getMessage());
        }
        if (quote.isEmpty()) {
            // A chain without replacements: the same bytes are all that there is.
            return Optional.empty();
        }
        if (!lowest.request().feeCap().isAtLeast(quote.get().maxFee())) {
            return wait(
                    id,
                    ABOVE_CAP,
                    "a replacement must offer up to " + quote.get().maxFee().units() + ", the cap is "
                            + lowest.request().feeCap().units());
        }
        BigInteger extra = quote.get()
                .maxFee()
                .units()
                .subtract(earlier.preparation().fee().maxFee().units());
        NetworkAssetId coin = quote.get().asset();
        BigInteger free = decisions.read(state -> state.funds(sender.address(), coin));
        if (free.compareTo(extra) < 0) {
            // The core would refuse it, and journal each refusal.
            return wait(
                    id,
                    INSUFFICIENT,
                    "the sender has " + free + " free and final, a replacement costs " + extra + " more");
        }
        Preparation preparation = new Preparation(
                earlier.preparation().sender(), earlier.preparation().sequence(), List.of(), quote.get());
        Assembly.Outcome outcome = Assembly.assemble(lowest.request(), preparation, sender, lane.adapter());
        if (outcome instanceof Assembly.Outcome.Unusable unusable) {
            return wait(id, NOT_REPLACED, unusable.problem());
        }
        Plan.Ready ready = new Plan.Ready(preparation, ((Assembly.Outcome.Assembled) outcome).transaction());
        return signatures.replace(id, earlier.number(), ready, lane);
    }

    private Optional<SignedTx> wait(WithdrawalId id, String code, String reason) {
        waiting.note(id, code, reason);
        return Optional.empty();
    }

    private Optional<FeeQuote> quote(FeeQuote earlier, Lane lane) throws ChainException {
        Optional<FeeQuote> quote = lane.ask("replacement fee", adapter -> {
            Optional<ReplacementFees> fees = adapter.capability(ReplacementFees.class);
            return fees.isEmpty() ? Optional.empty() : Optional.of(fees.get().replacement(earlier, rule.urgency()));
        });
        if (quote.isPresent() && !isMore(quote.get(), earlier)) {
            throw new ChainException(
                    ChainException.Kind.GARBAGE, "replacement fee: " + quote.get() + " is not more than " + earlier);
        }
        return quote;
    }

    private static boolean isMore(FeeQuote quote, FeeQuote earlier) {
        return quote.asset().equals(earlier.asset())
                && quote.weight() == earlier.weight()
                && quote.rate().compareTo(earlier.rate()) > 0
                && quote.tip().compareTo(earlier.tip()) >= 0
                && quote.maxFee().units().compareTo(BigInteger.ZERO) > 0;
    }
}
