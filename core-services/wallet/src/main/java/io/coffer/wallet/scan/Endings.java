// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.node.Waiting;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.spi.asset.CreditRule;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.TxStatus;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.core.Decisions.Decision;
import io.coffer.wallet.core.RefusedDecisions.Ending;
import io.coffer.wallet.core.WaitingList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a withdrawal or a transfer of the house ends whose block is final: what arrived of a transfer of the house is
 * journaled before its end, or it does not end. One thread.
 */
final class Endings {
    private static final Logger LOG = LoggerFactory.getLogger(Endings.class);
    /** What waits until it is known what arrived, or what left. */
    private static final String ARRIVAL = "transfer.arrival";

    private final Arrivals arrivals;
    private final WaitingList waiting;
    /** Those that were told of, so that the log has each once. */
    private final Set<WithdrawalId> told = new HashSet<>();

    Endings(Arrivals arrivals, WaitingList waiting) {
        this.arrivals = arrivals;
        this.waiting = waiting;
    }

    /** Forgets what is not under way any more. */
    void keepOnly(Collection<Withdrawal> open) {
        told.retainAll(open.stream().map(Withdrawal::id).toList());
    }

    /** @param status one that names the final block */
    Optional<Ending> of(Withdrawal withdrawal, TxStatus status, ChainSnapshot now, Lane lane) {
        if (status instanceof TxStatus.MinedOtherwise otherwise) {
            return endedOtherwise(withdrawal, otherwise, now, lane);
        }
        TxStatus.Mined mined = (TxStatus.Mined) status;
        if (!mined.succeeded() && spendsOutputs(withdrawal)) {
            waiting.note(
                    withdrawal.id(),
                    "chain.contradiction",
                    "the adapter says that a transaction which spends outputs is in block " + mined.block()
                            + " and had no effect: there is no such thing");
            return Optional.empty();
        }
        return isStuck(withdrawal, lane) ? unstuck(withdrawal, mined, now, lane) : ended(withdrawal, mined, now, lane);
    }

    /** Outputs that are spent in a block are gone: giving them back would let another transaction try to spend them. */
    private static boolean spendsOutputs(Withdrawal withdrawal) {
        return withdrawal
                .attempt()
                .filter(attempt -> !attempt.preparation().inputs().isEmpty())
                .isPresent();
    }

    private Optional<Ending> ended(Withdrawal withdrawal, TxStatus.Mined mined, ChainSnapshot now, Lane lane) {
        List<Decision> before = List.of();
        if (mined.succeeded()) {
            HouseArrivals.Due arrived = HouseArrivals.due(withdrawal, mined.block(), now, arrivals, lane);
            if (arrived instanceof HouseArrivals.Due.Unknown unknown) {
                return waits(withdrawal, "what arrived is not known: " + unknown.reason());
            }
            before = ((HouseArrivals.Due.Known) arrived).observations();
        }
        return Optional.of(ending(
                before,
                new WithdrawalCommand.Finalized(withdrawal.id(), mined.block(), mined.succeeded(), mined.fee()),
                mined.block(),
                now));
    }

    /** Whether the books have refused the end of a token's transfer, because what arrived does not fit it. */
    private boolean isStuck(Withdrawal withdrawal, Lane lane) {
        boolean refused = waiting.find(withdrawal.id())
                .map(Waiting::code)
                .filter(ARRIVAL::equals)
                .isPresent();
        return refused
                && withdrawal.request().house().isPresent()
                && !withdrawal
                        .request()
                        .amount()
                        .asset()
                        .equals(lane.adapter().descriptor().nativeAsset().id());
    }

    /** Its block is read again: all that was sent may have gone elsewhere, or something came that was not sent. */
    private Optional<Ending> unstuck(Withdrawal withdrawal, TxStatus.Mined mined, ChainSnapshot now, Lane lane) {
        HouseArrivals.Due due = HouseArrivals.dueInAnyCase(withdrawal, mined.block(), now, arrivals, lane);
        if (due instanceof HouseArrivals.Due.Unknown unknown) {
            return waits(withdrawal, "what arrived is not known: " + unknown.reason());
        }
        List<Decision> before = ((HouseArrivals.Due.Known) due).observations();
        boolean asSent = mined.succeeded() ? HouseArrivals.isAnyLogged(before) : HouseArrivals.isNothing(before);
        if (asSent) {
            return Optional.of(ending(
                    before,
                    new WithdrawalCommand.Finalized(withdrawal.id(), mined.block(), mined.succeeded(), mined.fee()),
                    mined.block(),
                    now));
        }
        Amount zero = Amount.zero(withdrawal.request().amount().asset());
        Amount left = mined.succeeded() ? withdrawal.request().amount() : zero;
        return Optional.of(otherwise(
                withdrawal, new TxStatus.MinedOtherwise(mined.block(), left, zero, mined.fee()), before, now));
    }

    private Optional<Ending> endedOtherwise(
            Withdrawal withdrawal, TxStatus.MinedOtherwise mined, ChainSnapshot now, Lane lane) {
        HouseArrivals.Due due = HouseArrivals.dueInAnyCase(withdrawal, mined.block(), now, arrivals, lane);
        if (due instanceof HouseArrivals.Due.Unknown unknown) {
            return waits(withdrawal, "what arrived is not known: " + unknown.reason());
        }
        Optional<Amount> left = left(withdrawal, mined, lane);
        if (left.isEmpty()) {
            return waits(withdrawal, "what left the sender is not known");
        }
        List<Decision> before = ((HouseArrivals.Due.Known) due).observations();
        return Optional.of(otherwise(
                withdrawal,
                new TxStatus.MinedOtherwise(mined.block(), left.get(), mined.back(), mined.fee()),
                before,
                now));
    }

    /** Where the logs of a token are not believed, its contract says what left. */
    private Optional<Amount> left(Withdrawal withdrawal, TxStatus.MinedOtherwise mined, Lane lane) {
        NetworkAssetId asset = withdrawal.request().amount().asset();
        Optional<CreditRule> rule = Arrivals.rule(asset, lane);
        if (rule.isEmpty() || rule.get() == CreditRule.AS_LOGGED) {
            return rule.map(asLogged -> mined.left());
        }
        Attempt attempt = withdrawal.attempt().orElseThrow();
        return arrivals.taken(
                        new Arrivals.Question(
                                mined.block(), attempt.preparation().sender(), asset),
                        withdrawal.id(),
                        lane)
                .filter(units -> units.bitLength() <= Amount.MAX_BITS)
                .map(units -> new Amount(asset, units));
    }

    private Ending otherwise(
            Withdrawal withdrawal, TxStatus.MinedOtherwise mined, List<Decision> before, ChainSnapshot now) {
        if (told.add(withdrawal.id())) {
            LOG.error(
                    "{}: in block {} its token moved {} units out of the sender, of which {} came back, not {}: nothing"
                            + " more of it is sent until an operator has found out why",
                    withdrawal.id(),
                    mined.block(),
                    mined.left().units(),
                    mined.back().units(),
                    withdrawal.request().amount());
        }
        return ending(
                before,
                new WithdrawalCommand.FinalizedOtherwise(
                        withdrawal.id(), mined.block(), mined.left(), mined.back(), mined.fee()),
                mined.block(),
                now);
    }

    private static Ending ending(List<Decision> before, WithdrawalCommand end, BlockRef block, ChainSnapshot now) {
        String verb = end instanceof WithdrawalCommand.FinalizedOtherwise otherwise
                ? "withdrawal-final-" + otherwise.left().units() + "-"
                        + otherwise.back().units()
                : "withdrawal-final";
        return new Ending(before, end, Decision.of(verb, end.id() + "@" + block, now.position(), end));
    }

    private Optional<Ending> waits(Withdrawal withdrawal, String reason) {
        waiting.note(withdrawal.id(), ARRIVAL, reason);
        return Optional.empty();
    }
}
