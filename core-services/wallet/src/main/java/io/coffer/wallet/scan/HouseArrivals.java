// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.MoneyState;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.DepositKey;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.spi.asset.CreditRule;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.Movement;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.core.Decisions.Decision;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a transfer of the house brought of a token whose logs may tell of more than arrives (H07). What a block shows of it
 * is passed over; when the block is final, the contract is asked, and what really arrived is journaled, also if nothing
 * did: a rescan would take it as it is logged otherwise.
 */
final class HouseArrivals {
    /** The place in a transaction at which no token logs anything: that nothing came is noted there. */
    private static final int NOWHERE = 0;

    private HouseArrivals() {}

    /** What is due. */
    sealed interface Due {
        /** These, before the transfer is final. */
        record Known(List<Decision> observations) implements Due {}

        /** It cannot be said now. */
        record Unknown(String reason) implements Due {}
    }

    /** Whether a movement is left to {@link #due}, because it belongs to a transfer of the house that is under way. */
    static boolean isLeft(MoneyState state, Movement movement, Lane lane) {
        NetworkAssetId asset = movement.amount().asset();
        boolean asks = Arrivals.rule(asset, lane)
                .filter(rule -> rule == CreditRule.AS_ARRIVED)
                .isPresent();
        return asks && state.openWithdrawals(movement.to().chain()).stream().anyMatch(one -> isOf(one, movement));
    }

    /** Whether it is what a transfer of the house brings by one of its attempts, whatever has become of it. */
    static boolean isOf(Withdrawal withdrawal, Movement movement) {
        return withdrawal.request().house().isPresent()
                && withdrawal.request().to().equals(movement.to())
                && withdrawal
                        .request()
                        .amount()
                        .asset()
                        .equals(movement.amount().asset())
                && withdrawal.attempts().stream()
                        .anyMatch(attempt -> attempt.signed()
                                .filter(signed -> signed.id().equals(movement.tx()))
                                .isPresent());
    }

    /** What must be journaled of a transfer that is final in a block and has succeeded. */
    static Due due(Withdrawal withdrawal, BlockRef block, ChainSnapshot now, Arrivals arrivals, Lane lane) {
        NetworkAssetId asset = withdrawal.request().amount().asset();
        boolean isCoin = asset.equals(lane.adapter().descriptor().nativeAsset().id());
        if (withdrawal.request().house().isEmpty() || isCoin) {
            return new Due.Known(List.of());
        }
        Optional<CreditRule> rule = Arrivals.rule(asset, lane);
        if (rule.isEmpty()) {
            return new Due.Unknown("no plugin of " + asset + " can be used");
        }
        if (rule.get() == CreditRule.AS_LOGGED) {
            return new Due.Known(List.of());
        }
        Arrivals.Question question =
                new Arrivals.Question(block, withdrawal.request().to(), asset);
        Arrivals.Verdict verdict = arrivals.of(question, lane);
        return verdict instanceof Arrivals.Verdict.Unknown unknown
                ? new Due.Unknown(unknown.reason())
                : new Due.Known(observations(withdrawal, block, (Arrivals.Verdict.Known) verdict, now.position()));
    }

    /**
     * What must be journaled of a transfer whose end the books refuse, or whose token moved something else than it was to
     * move: also what is believed as it is logged, and that nothing came.
     */
    static Due dueInAnyCase(Withdrawal withdrawal, BlockRef block, ChainSnapshot now, Arrivals arrivals, Lane lane) {
        NetworkAssetId asset = withdrawal.request().amount().asset();
        Optional<CreditRule> rule = Arrivals.rule(asset, lane);
        if (withdrawal.request().house().isEmpty()) {
            return new Due.Known(List.of());
        } else if (rule.isEmpty()) {
            return new Due.Unknown("no plugin of " + asset + " can be used");
        }
        try {
            List<Movement> logged = arrivals.logged(block, lane).stream()
                    .filter(movement ->
                            isOf(withdrawal, movement) && !movement.amount().isZero())
                    .toList();
            if (logged.isEmpty()) {
                return new Due.Known(List.of(nothing(withdrawal, block, now.position())));
            }
            return rule.get() == CreditRule.AS_ARRIVED
                    ? due(withdrawal, block, now, arrivals, lane)
                    : new Due.Known(logged.stream()
                            .map(one -> observation(one, one.amount().units(), block, now.position()))
                            .toList());
        } catch (ChainException failed) {
            return new Due.Unknown(String.valueOf(failed.getMessage()));
        }
    }

    /** Whether nothing came of what these tell of. */
    static boolean isNothing(List<Decision> observations) {
        return observations.stream().allMatch(one -> seen(one).amount().isZero());
    }

    /** Whether these tell of what the token has logged, be it that nothing came of it. */
    static boolean isAnyLogged(List<Decision> observations) {
        return observations.stream().anyMatch(one -> seen(one).key().position() != NOWHERE);
    }

    private static DepositCommand.Observe seen(Decision observation) {
        return (DepositCommand.Observe) observation.command();
    }

    private static Decision nothing(Withdrawal withdrawal, BlockRef block, long position) {
        TxId tx = withdrawal.attempt().flatMap(Attempt::signed).orElseThrow().id();
        Amount zero = Amount.zero(withdrawal.request().amount().asset());
        return observation(
                new Movement(tx, NOWHERE, withdrawal.request().to(), Optional.empty(), zero),
                BigInteger.ZERO,
                block,
                position);
    }

    private static Decision observation(Movement movement, BigInteger units, BlockRef block, long position) {
        DepositKey key = new DepositKey(movement.tx(), movement.position(), movement.to(), movement.tag());
        return Decision.of(
                "transfer-arrived",
                key.id() + "@" + block + "=" + units,
                position,
                new DepositCommand.Observe(key, new Amount(movement.amount().asset(), units), block));
    }

    private static List<Decision> observations(
            Withdrawal withdrawal, BlockRef block, Arrivals.Verdict.Known verdict, long position) {
        List<Decision> observations = new ArrayList<>();
        for (Map.Entry<Movement, BigInteger> one : verdict.arrived().entrySet()) {
            Movement movement = one.getKey();
            if (isOf(withdrawal, movement)) {
                observations.add(observation(movement, one.getValue(), block, position));
            }
        }
        return observations;
    }
}
