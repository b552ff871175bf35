// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.MoneyState;
import io.coffer.api.core.Result;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.DepositChainState;
import io.coffer.api.wallet.DepositKey;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.asset.CreditRule;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.Movement;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Amount;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.core.Decisions;
import io.coffer.wallet.core.Decisions.Decision;
import io.coffer.wallet.core.RefusedDecisions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes from blocks what concerns us: movements to our addresses, and our own transactions. */
final class BlockIntake {
    /** Candidates that are verified in one reading of the state. */
    private static final int CHUNK = 500;
    /** States in which our bytes may have reached a node, and no block is known yet. */
    private static final Set<WithdrawalState> MAY_BE_MINED = EnumSet.of(
            WithdrawalState.PREPARED,
            WithdrawalState.SIGNING,
            WithdrawalState.SIGNED,
            WithdrawalState.BROADCASTING,
            WithdrawalState.BROADCAST,
            WithdrawalState.AMBIGUOUS);

    /** How the core refuses a movement that it knows with another amount. */
    private static final String OTHER_AMOUNT = "deposit.amount";

    private final ChainId chain;
    private final Decisions decisions;
    private final RefusedDecisions refusing;
    private final WatchedAddresses watched;

    BlockIntake(ChainId chain, Decisions decisions, RefusedDecisions refusing, WatchedAddresses watched) {
        this.chain = chain;
        this.decisions = decisions;
        this.refusing = refusing;
        this.watched = watched;
    }

    /**
     * Journals what concerns us in these blocks. When it returns, all of it is durable, so that the cursor may pass.
     *
     * @throws HaltException if the core refuses to take notice of a deposit: nothing that reached us may be dropped
     */
    void take(List<BlockEvent.Added> blocks, Lane lane) throws CoreUnavailableException, HaltException {
        watched.catchUp();
        List<Sighting> candidates = new ArrayList<>();
        Map<TxId, BlockRef> transactions = new LinkedHashMap<>();
        for (BlockEvent.Added block : blocks) {
            for (Movement movement : block.movements()) {
                transactions.put(movement.tx(), block.block());
                if (!movement.amount().isZero() && watched.mayContain(movement.to())) {
                    candidates.add(new Sighting(movement, block.block()));
                }
            }
        }
        for (int from = 0; from < candidates.size(); from += CHUNK) {
            observe(candidates.subList(from, Math.min(from + CHUNK, candidates.size())), lane);
        }
        markMined(transactions);
    }

    private void observe(List<Sighting> candidates, Lane lane) throws CoreUnavailableException, HaltException {
        List<Decision> due = decisions.read(state -> {
            List<Decision> found = new ArrayList<>();
            candidates.forEach(candidate -> addObservation(state, candidate, lane, found));
            return found;
        });
        List<Result> results = decisions.submitAll(due);
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof Result.Refused refused
                    && due.get(i).command() instanceof DepositCommand.Observe observe
                    && !isNoted(observe, refused, lane)) {
                throw new HaltException(
                        observe,
                        "the core refuses to take notice of the deposit "
                                + observe.key().id() + " in block " + observe.block() + ": "
                                + refused.refusal().code() + ": "
                                + refused.refusal().message());
            }
        }
    }

    /** Of our own transfer of a token that logs more than arrives, what arrived was noted when it ended. */
    private boolean isNoted(DepositCommand.Observe observe, Result.Refused refused, Lane lane) {
        return refused.refusal().code().equals(OTHER_AMOUNT)
                && Arrivals.rule(observe.amount().asset(), lane).equals(Optional.of(CreditRule.AS_ARRIVED))
                && decisions.read(state -> state.deposit(observe.key().id()).isEmpty());
    }

    private static void addObservation(MoneyState state, Sighting candidate, Lane lane, List<Decision> found) {
        Movement movement = candidate.movement();
        if (state.ownAddress(movement.to()).isEmpty() || HouseArrivals.isLeft(state, movement, lane)) {
            return;
        }
        DepositKey key = new DepositKey(movement.tx(), movement.position(), movement.to(), movement.tag());
        Optional<Deposit> known = state.deposit(key.id());
        boolean passed = known.filter(deposit -> isAt(deposit, candidate, lane)).isPresent();
        if (passed || (isSetAside(state, key, candidate) && !mayFitNow(known, candidate))) {
            return;
        }
        boolean elsewhere = known.isPresent()
                && known.get().progress().chain() == DepositChainState.CONFIRMING
                && !known.get().block().equals(candidate.block());
        if (elsewhere) {
            // A crash came between the journaling of this block's predecessor and its cursor, then a reorganisation.
            BlockRef former = known.get().block();
            found.add(Decision.of(
                    "deposit-reorged",
                    key.id() + "@" + former,
                    state.position(),
                    new DepositCommand.Reorged(key, former)));
        }
        found.add(Decision.of(
                "deposit-observed",
                key.id() + "@" + candidate.block() + "=" + movement.amount().units(),
                state.position(),
                new DepositCommand.Observe(key, movement.amount(), candidate.block())));
    }

    /** Whether an operator has decided that this very sighting is passed. */
    private static boolean isSetAside(MoneyState state, DepositKey key, Sighting candidate) {
        return state.setAside(key.to().chain()).stream()
                .anyMatch(one -> one.key().equals(key)
                        && one.block().equals(candidate.block())
                        && one.amount().equals(candidate.movement().amount()));
    }

    /** Whether what spoke against a sighting may be gone: the deposit was final elsewhere, and that was taken back. */
    private static boolean mayFitNow(Optional<Deposit> known, Sighting sighting) {
        return known.filter(deposit -> switch (deposit.progress().chain()) {
                    case REORGED, VANISHED -> !deposit.block().equals(sighting.block());
                    case CONFIRMING, FINAL -> false;
                })
                .isPresent();
    }

    /** Whether it is known with this amount. With another one it goes to the core, which refuses it. */
    private static boolean isAt(Deposit deposit, Sighting sighting, Lane lane) {
        return switch (deposit.progress().chain()) {
            case CONFIRMING, FINAL ->
                deposit.block().equals(sighting.block())
                        && (deposit.amount().equals(sighting.movement().amount())
                                || isPartOf(deposit, sighting.movement().amount(), lane));
            case REORGED, VANISHED -> false;
        };
    }

    /** Of a token that logs more than arrives, the deposit is what arrived (H07). */
    private static boolean isPartOf(Deposit deposit, Amount logged, Lane lane) {
        return deposit.amount().asset().equals(logged.asset())
                && logged.isAtLeast(deposit.amount())
                && Arrivals.rule(logged.asset(), lane)
                        .filter(rule -> rule == CreditRule.AS_ARRIVED
                                || deposit.progress().chain() == DepositChainState.FINAL)
                        .isPresent();
    }

    private void markMined(Map<TxId, BlockRef> transactions) throws CoreUnavailableException {
        if (transactions.isEmpty()) {
            return;
        }
        List<Decision> due = decisions.read(state -> {
            List<Decision> found = new ArrayList<>();
            for (Withdrawal withdrawal : state.openWithdrawals(chain)) {
                if (MAY_BE_MINED.contains(withdrawal.state())) {
                    addMined(withdrawal, transactions, state.position(), found);
                }
            }
            return found;
        });
        refusing.submitAll(due);
    }

    /** Any of its signed attempts may be the one that was mined. */
    private static void addMined(
            Withdrawal withdrawal, Map<TxId, BlockRef> transactions, long position, List<Decision> found) {
        for (Attempt attempt : withdrawal.attempts()) {
            attempt.signed()
                    .map(signed -> transactions.get(signed.id()))
                    .ifPresent(block -> found.add(WithdrawalProgress.mined(withdrawal, attempt, block, position)));
        }
    }

    /** A movement and where it was seen. */
    private record Sighting(Movement movement, BlockRef block) {}
}
