// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.sweep;

import io.coffer.api.wallet.HousePurpose;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.adapter.Lane;
import io.coffer.wallet.sweep.Holdings.Candidate;
import io.coffer.wallet.sweep.Holdings.Past;
import io.coffer.wallet.sweep.Holdings.Purse;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.Optional;

/** Decides on one candidate: sweep it, bring gas first, or leave it. Changes nothing. */
final class Proposals {
    /** What lies ready for a fee, against what is quoted for it, in quarters: prices move until it is sent. */
    private static final BigInteger MARGIN_QUARTERS = BigInteger.valueOf(5);

    private static final BigInteger QUARTERS = BigInteger.valueOf(4);
    /** A fee is at most this part of what is swept, where both are the same asset. */
    private static final BigInteger FEE_SHARE = BigInteger.valueOf(20);
    /** After a transfer that was mined without effect; doubles from one to the next. */
    static final long FAILED_REST_MS = 60_000;

    private static final int MAX_DOUBLINGS = 10;

    private final Quotes quotes;
    private final InstantSource clock;

    Proposals(Quotes quotes, InstantSource clock) {
        this.quotes = quotes;
        this.clock = clock;
    }

    /** Why a candidate is left alone whatever the network asks; empty if it depends on that. No node is asked. */
    static Optional<Proposal.Not> obstacle(Candidate candidate, Purse purse) {
        if (candidate.halted()) {
            return not(
                    "asset.halted",
                    "nothing is sent of " + candidate.listing().ledgerAsset() + ": asset:release ends it");
        }
        if (candidate.coinFree().signum() < 0) {
            return not("sweep.overdrawn", "a reorganisation has taken back coin that was spent there");
        }
        boolean needsGas = !candidate.isCoin(purse) && candidate.coinFree().signum() == 0;
        return needsGas && purse.halted()
                ? not("asset.halted", "the chain's coin is halted, so no gas is brought: asset:release ends it")
                : Optional.empty();
    }

    /** Why a candidate is left alone because of what became of the transfers before. */
    Optional<Proposal.Not> obstacle(Candidate candidate, Past past, Purse purse) {
        if (isResting(past.sweeps())) {
            return not("sweep.failed-before", "the last " + past.sweeps().failures() + " were mined without effect");
        }
        return !candidate.isCoin(purse) && isResting(past.gas())
                ? not("sweep.failed-before", "gas for it was mined without effect")
                : Optional.empty();
    }

    /**
     * What to do at present prices.
     *
     * @param free native units that the treasury has free now
     * @throws ChainException if the node does not answer, or the transfer would fail
     */
    Proposal of(Candidate candidate, Past past, Purse purse, BigInteger free, Lane lane) throws ChainException {
        return candidate.isCoin(purse) ? coin(candidate, past, purse, lane) : token(candidate, past, purse, free, lane);
    }

    private Proposal coin(Candidate candidate, Past past, Purse purse, Lane lane) throws ChainException {
        Address from = candidate.address().address();
        BigInteger fee = fee(from, purse.treasury(), new Amount(purse.coin(), candidate.units()), lane);
        if (fee.compareTo(purse.maxFee()) > 0) {
            return tooDear(fee, purse);
        }
        BigInteger swept = candidate.units().subtract(withMargin(fee));
        if (fee.multiply(FEE_SHARE).compareTo(swept) > 0) {
            return new Proposal.Not(
                    "sweep.fee-share",
                    "the fee of up to " + fee + " is more than 1/" + FEE_SHARE + " of what would arrive, " + swept);
        }
        return sweep(candidate, past, purse, swept);
    }

    private Proposal token(Candidate candidate, Past past, Purse purse, BigInteger free, Lane lane)
            throws ChainException {
        Address from = candidate.address().address();
        NetworkAssetId token = candidate.listing().asset().id();
        BigInteger fee = fee(from, purse.treasury(), new Amount(token, candidate.units()), lane);
        if (fee.compareTo(purse.maxFee()) > 0) {
            return tooDear(fee, purse);
        }
        return candidate.coinFree().compareTo(fee) >= 0
                ? sweep(candidate, past, purse, candidate.units())
                : gas(
                        new Gas(
                                past.gas().next(),
                                candidate.address().address(),
                                withMargin(fee).subtract(candidate.coinFree())),
                        purse,
                        free,
                        lane);
    }

    /** Coin that is missing at an address for a fee. */
    private record Gas(WithdrawalId id, Address to, BigInteger missing) {}

    private Proposal gas(Gas gas, Purse purse, BigInteger free, Lane lane) throws ChainException {
        if (purse.halted()) {
            return new Proposal.Not(
                    "asset.halted", "the chain's coin is halted, so no gas is brought: asset:release ends it");
        }
        Amount amount = new Amount(purse.coin(), gas.missing());
        BigInteger fee = fee(purse.treasury(), gas.to(), amount, lane);
        if (fee.compareTo(purse.maxFee()) > 0) {
            return tooDear(fee, purse);
        }
        BigInteger needed = gas.missing().add(fee);
        if (free.compareTo(needed) < 0) {
            return new Proposal.Not(
                    Rests.NO_GAS, "gas for it takes " + needed + " of the treasury, which has " + free + " free");
        }
        return new Proposal.Transfer(gas.id(), HousePurpose.GAS, purse.treasury(), gas.to(), amount);
    }

    private static Proposal sweep(Candidate candidate, Past past, Purse purse, BigInteger units) {
        return new Proposal.Transfer(
                past.sweeps().next(),
                HousePurpose.SWEEP,
                candidate.address().address(),
                purse.treasury(),
                new Amount(candidate.listing().asset().id(), units));
    }

    private BigInteger fee(Address from, Address to, Amount amount, Lane lane) throws ChainException {
        return quotes.quote(from, new TransferIntent(to, amount, Optional.empty()), lane)
                .maxFee()
                .units();
    }

    private boolean isResting(TransferSeries series) {
        if (series.failures() == 0) {
            return false;
        }
        long sinceMs = series.last().map(Withdrawal::requestedAtMs).orElse(0L);
        long restMs = FAILED_REST_MS << Math.min(series.failures() - 1, MAX_DOUBLINGS);
        long passedMs = clock.millis() - sinceMs;
        return passedMs >= 0 && passedMs < restMs;
    }

    private static BigInteger withMargin(BigInteger fee) {
        // Rounded up: what is left over stays at the address.
        return fee.multiply(MARGIN_QUARTERS)
                .add(QUARTERS.subtract(BigInteger.ONE))
                .divide(QUARTERS);
    }

    private static Proposal.Not tooDear(BigInteger fee, Purse purse) {
        return new Proposal.Not("sweep.fee", "the network asks up to " + fee + ", sweep.max-fee is " + purse.maxFee());
    }

    private static Optional<Proposal.Not> not(String code, String reason) {
        return Optional.of(new Proposal.Not(code, reason));
    }
}
