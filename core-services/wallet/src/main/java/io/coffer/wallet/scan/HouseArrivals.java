// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.api.core.DepositCommand;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.DepositKey;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.asset.CreditRule;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.Movement;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.core.Decisions.Decision;
import io.coffer.wallet.core.RefusedDecisions;
import io.coffer.wallet.core.WaitingList;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What transfers of the house bring to their addresses, where a token's logs are not believed: it is noted once, with
 * what arrived, when its block is final. Until then such a transfer does not end. One thread.
 */
final class HouseArrivals {
    private static final String UNKNOWN = "transfer.arrival-unknown";

    private final RefusedDecisions refusing;
    private final WaitingList waiting;
    private final Arrivals arrivals;

    HouseArrivals(RefusedDecisions refusing, WaitingList waiting, Arrivals arrivals) {
        this.refusing = refusing;
        this.waiting = waiting;
        this.arrivals = arrivals;
    }

    /** What is under way, without the transfers that may not end yet. */
    ChainSnapshot follow(ChainSnapshot now, long finalHeight, Lane lane)
            throws ChainException, CoreUnavailableException {
        List<Withdrawal> mayEnd = new ArrayList<>();
        List<Decision> due = new ArrayList<>();
        for (Withdrawal withdrawal : now.withdrawals()) {
            Optional<BlockRef> block = withdrawal.attempt().flatMap(Attempt::block);
            boolean asked = withdrawal.state() == WithdrawalState.CONFIRMING
                    && withdrawal.request().house().isPresent()
                    && block.isPresent()
                    && isDoubtful(withdrawal.request().amount().asset(), lane)
                    && now.place(block.get(), finalHeight, lane) == ChainSnapshot.Place.FINAL;
            if (!asked || note(withdrawal, block.get(), now.position(), lane, due)) {
                mayEnd.add(withdrawal);
            }
        }
        refusing.submitAll(due);
        return new ChainSnapshot(now.position(), now.cursor(), now.deposits(), mayEnd);
    }

    /** Whether a movement is to be left to {@link #follow}. */
    static boolean isFor(Movement movement, List<Withdrawal> open, Lane lane) {
        return isDoubtful(movement.amount().asset(), lane)
                && open.stream()
                        .anyMatch(withdrawal -> withdrawal.request().house().isPresent()
                                && withdrawal.request().to().equals(movement.to())
                                && withdrawal.request().amount().asset().equals(movement.amount().asset())
                                && withdrawal.attempts().stream()
                                        .flatMap(attempt -> attempt.signed().stream())
                                        .anyMatch(signed -> signed.id().equals(movement.tx())));
    }

    /** Whether its logs are not believed, or nobody can say. */
    private static boolean isDoubtful(NetworkAssetId asset, Lane lane) {
        return !asset.equals(lane.adapter().descriptor().nativeAsset().id())
                && Arrivals.rule(asset, lane)
                        .filter(rule -> rule == CreditRule.AS_LOGGED)
                        .isEmpty();
    }

    private boolean note(Withdrawal transfer, BlockRef block, long position, Lane lane, List<Decision> due) {
        NetworkAssetId token = transfer.request().amount().asset();
        Arrivals.Verdict verdict =
                arrivals.of(new Arrivals.Question(block, transfer.request().to(), token), lane);
        if (verdict instanceof Arrivals.Verdict.Unknown unknown) {
            waiting.note(transfer.id(), UNKNOWN, unknown.reason());
            return false;
        }
        Optional<TxId> tx = transfer.attempt().flatMap(Attempt::signed).map(signed -> signed.id());
        for (Map.Entry<Movement, BigInteger> share :
                ((Arrivals.Verdict.Known) verdict).arrived().entrySet()) {
            Movement movement = share.getKey();
            if (tx.equals(Optional.of(movement.tx())) && share.getValue().signum() > 0) {
                DepositKey key = new DepositKey(movement.tx(), movement.position(), movement.to(), movement.tag());
                due.add(Decision.of(
                        "transfer-arrived",
                        key.id() + "@" + block + "=" + share.getValue(),
                        position,
                        new DepositCommand.Observe(key, new Amount(token, share.getValue()), block)));
            }
        }
        waiting.find(transfer.id())
                .filter(shown -> shown.code().equals(UNKNOWN))
                .ifPresent(shown -> waiting.clear(transfer.id()));
        return true;
    }
}
