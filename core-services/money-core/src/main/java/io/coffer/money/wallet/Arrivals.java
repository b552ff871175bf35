// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.core.DepositCommand;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.money.rules.Outcome;
import io.coffer.money.rules.RefusalCode;
import io.coffer.spi.chain.BlockRef;
import java.math.BigInteger;
import java.util.Optional;

/**
 * What of a movement to an address of ours is the arrival of a transfer of the house: what its transaction brings to
 * where it was sent, in its own asset, however much that is, also nothing: that it was asked and nothing came is known
 * then. It may be seen before or after the transaction counts as mined, and in another block after a reorganisation.
 * While the transaction is in a block that is not taken as final, what is said last holds. Everything else is a deposit.
 */
final class Arrivals {
    private final HouseEndings endings;

    Arrivals(HouseEndings endings) {
        this.endings = endings;
    }

    /** Whether it is the arrival of a transfer, of which the transaction is one. */
    static boolean isArrival(WithdrawalEntry entry, DepositCommand.Observe observe) {
        Withdrawal withdrawal = entry.withdrawal();
        return entry.isHouse()
                && withdrawal.request().to().equals(observe.key().to())
                && withdrawal.request().amount().asset().equals(observe.amount().asset());
    }

    /** Why a sighting does not fit what is known of the transfer; empty if it does. */
    Optional<Outcome.Refused> contradiction(WithdrawalEntry entry, DepositCommand.Observe observe) {
        if (entry.state() == WithdrawalState.COMPLETED || entry.state() == WithdrawalState.FAILED_ONCHAIN) {
            BlockRef end = entry.attempt().block().orElseThrow();
            boolean same = entry.state() == WithdrawalState.COMPLETED
                    && end.equals(observe.block())
                    && entry.attempt().number() == attempt(entry, observe);
            if (!same) {
                return Optional.of(RefusalCode.DEPOSIT_STATE.refuse(
                        "transfer " + entry.withdrawal().id() + " is " + entry.state() + " in block " + end
                                + " by attempt " + entry.attempt().number(),
                        "report the removal of that block first"));
            }
        }
        Optional<BigInteger> before = known(entry, observe);
        return before.isEmpty() || before.get().equals(observe.amount().units()) || mayStillChange(entry, observe)
                ? Optional.empty()
                : Optional.of(RefusalCode.DEPOSIT_AMOUNT.refuse(
                        "in block " + observe.block() + " it was " + before.get() + " before, now "
                                + observe.amount().units(),
                        "check the chain's node and adapter"));
    }

    /** Whether it fits a transfer that has ended without it. */
    boolean isLate(WithdrawalEntry entry, DepositCommand.Observe observe) {
        return entry.state() == WithdrawalState.COMPLETED
                && contradiction(entry, observe).isEmpty()
                && known(entry, observe).isEmpty();
    }

    /**
     * Notes a sighting that contradicts nothing.
     *
     * @return the transfer with it; empty if the books cannot hold what came after the end
     */
    Optional<WithdrawalEntry> note(WithdrawalEntry entry, DepositCommand.Observe observe, Turn turn) {
        BigInteger units = observe.amount().units();
        if (known(entry, observe).equals(Optional.of(units))) {
            return Optional.of(entry);
        }
        if (entry.state() == WithdrawalState.COMPLETED
                && endings.arriveLate(entry, units, turn).isPresent()) {
            return Optional.empty();
        }
        int attempt = attempt(entry, observe);
        Arrival arrival = entry.arrival()
                .filter(seen -> seen.isIn(attempt, observe.block()))
                .orElseGet(() -> Arrival.of(attempt, observe.block()));
        return Optional.of(entry.and(arrival.with(observe.key().position(), units)));
    }

    /** Nothing is booked of it yet: the rule by which a token's logs are believed may have changed. */
    private static boolean mayStillChange(WithdrawalEntry entry, DepositCommand.Observe observe) {
        return entry.state() == WithdrawalState.CONFIRMING
                && entry.attempt().number() == attempt(entry, observe)
                && entry.attempt().block().equals(Optional.of(observe.block()));
    }

    /** What was seen of the same movement in the same block. */
    private static Optional<BigInteger> known(WithdrawalEntry entry, DepositCommand.Observe observe) {
        return entry.arrival()
                .filter(seen -> seen.isIn(attempt(entry, observe), observe.block()))
                .map(seen -> seen.movements().get(observe.key().position()));
    }

    /** The number of the attempt whose transaction it is. */
    private static int attempt(WithdrawalEntry entry, DepositCommand.Observe observe) {
        return entry.withdrawal().attempts().stream()
                .filter(attempt -> attempt.signed()
                        .filter(signed -> signed.id().equals(observe.key().tx()))
                        .isPresent())
                .mapToInt(Attempt::number)
                .findFirst()
                .orElseThrow();
    }
}
