// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.asset.NetworkListing;
import io.coffer.money.rules.Outcome;
import io.coffer.money.rules.RefusalCode;
import io.coffer.money.wallet.Settlement.Entry;
import io.coffer.money.wallet.Settlement.Outflow;
import io.coffer.money.wallet.WithdrawalEntry.Otherwise;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * What the end of a transfer of the house does to the books: what it cost is expense, the network's fee and what left
 * but did not arrive, all of it if it is known that nothing came. Nobody else's account moves. What arrived is free at its new address.
 */
final class HouseEndings {
    private final Assets assets;
    private final Settlement settlement;
    private final Treasury treasury;

    HouseEndings(Assets assets, Settlement settlement, Treasury treasury) {
        this.assets = assets;
        this.settlement = settlement;
        this.treasury = treasury;
    }

    /** @return why not, and then nothing was changed */
    Optional<Outcome.Refused> conclude(WithdrawalEntry entry, boolean succeeded, Amount feePaid, Turn turn) {
        BigInteger arrived = arrived(entry);
        boolean contradicts = succeeded ? seen(entry).isEmpty() : arrived.signum() > 0;
        if (contradicts) {
            return Optional.of(RefusalCode.TRANSFER_ARRIVAL.refuse(
                    "transfer " + entry.withdrawal().id()
                            + (succeeded
                                    ? " succeeded in block " + block(entry) + " but nothing was seen to arrive there"
                                    : " failed in block " + block(entry) + " but " + arrived
                                            + " units were seen to arrive there"),
                    "rescan the chain from that block, and check its adapter and the token"));
        }
        Optional<Outcome.Refused> refused = settlement.expend(costs(entry, succeeded, feePaid), memo(entry, turn));
        if (refused.isEmpty()) {
            treasury.arrive(entry.withdrawal().request().to(), asset(entry), arrived);
        }
        return refused;
    }

    /** @return that nothing is lent for it; empty if the books cannot hold it, and then nothing was changed */
    Optional<BigInteger> reopen(WithdrawalEntry entry, boolean succeeded, Amount feePaid, Turn turn) {
        List<Outflow> back = costs(entry, succeeded, feePaid).stream()
                .map(outflow ->
                        new Outflow(outflow.listing(), outflow.networkUnits().negate()))
                .toList();
        if (settlement.expend(back, memo(entry, turn)).isPresent()) {
            return Optional.empty();
        }
        treasury.depart(entry.withdrawal().request().to(), asset(entry), arrived(entry));
        return Optional.of(BigInteger.ZERO);
    }

    /**
     * More of it was seen to arrive after its end.
     *
     * @return why not, and then nothing was changed
     */
    Optional<Outcome.Refused> arriveLate(WithdrawalEntry entry, BigInteger units, Turn turn) {
        Outflow found = new Outflow(listing(asset(entry)), units.negate());
        Optional<Outcome.Refused> refused = settlement.expend(List.of(found), memo(entry, turn));
        if (refused.isEmpty()) {
            treasury.arrive(entry.withdrawal().request().to(), asset(entry), units);
        }
        return refused;
    }

    /** What was lost on the way, below zero if more arrived than left, and the fee. */
    private List<Outflow> costs(WithdrawalEntry entry, boolean succeeded, Amount feePaid) {
        BigInteger asked = succeeded ? entry.withdrawal().request().amount().units() : BigInteger.ZERO;
        BigInteger left = entry.otherwise().map(Otherwise::left).orElse(asked);
        return List.of(
                new Outflow(listing(asset(entry)), left.subtract(arrived(entry))),
                new Outflow(listing(feePaid.asset()), feePaid.units()));
    }

    private static BlockRef block(WithdrawalEntry entry) {
        return entry.attempt().block().orElseThrow();
    }

    /** What is known to have arrived in the block of the attempt that was mined. */
    static BigInteger arrived(WithdrawalEntry entry) {
        return seen(entry).map(Arrival::units).orElse(BigInteger.ZERO);
    }

    /** In the block of the attempt that was mined. That nothing came may be known, too. */
    private static Optional<Arrival> seen(WithdrawalEntry entry) {
        return entry.arrival()
                .filter(arrival -> entry.attempt()
                        .block()
                        .filter(block -> arrival.isIn(entry.attempt().number(), block))
                        .isPresent());
    }

    private static NetworkAssetId asset(WithdrawalEntry entry) {
        return entry.withdrawal().request().amount().asset();
    }

    private static Entry memo(WithdrawalEntry entry, Turn turn) {
        return new Entry("transfer " + entry.withdrawal().id(), turn);
    }

    private NetworkListing listing(NetworkAssetId asset) {
        return assets.listing(asset).orElseThrow(() -> new IllegalStateException(asset + " is not listed any more"));
    }
}
