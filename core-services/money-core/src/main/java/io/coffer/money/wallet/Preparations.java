// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.Preparation;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.money.rules.Outcome;
import io.coffer.money.rules.RefusalCode;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.Optional;

/** Whether a transaction may be prepared as it is planned. */
final class Preparations {
    private final Assets assets;
    private final Addresses addresses;
    private final Halts halts;

    Preparations(Assets assets, Addresses addresses, Halts halts) {
        this.assets = assets;
        this.addresses = addresses;
        this.halts = halts;
    }

    /** Why nothing of a withdrawal's asset may be sent; empty if it may. */
    Optional<Outcome.Refused> halted(Withdrawal withdrawal) {
        NetworkAssetId asset = withdrawal.request().amount().asset();
        return assets.listing(asset).flatMap(listing -> halts.refusal(listing.ledgerAsset()));
    }

    /** Why a first attempt of a withdrawal may not be sent; empty if it may. */
    Optional<Outcome.Refused> stopped(Withdrawal withdrawal) {
        return halted(withdrawal).or(() -> withdrawal.request().account().flatMap(halts::refusal));
    }

    /** Why a first attempt cannot be this; empty if it can. */
    Optional<Outcome.Refused> check(Withdrawal withdrawal, Preparation preparation) {
        Optional<Payer.House> house = withdrawal.request().house();
        Optional<Outcome.Refused> foreign = house.isPresent()
                ? checkSender(house.get(), preparation)
                : checkTreasury(withdrawal, preparation.sender());
        if (foreign.isPresent()) {
            return foreign;
        }
        boolean oneKind =
                preparation.sequence().isPresent() == preparation.inputs().isEmpty();
        if (!oneKind) {
            return Optional.of(RefusalCode.WITHDRAWAL_PREPARATION.refuse(
                    "a preparation needs a sequence or inputs, and not both", "check the wallet service"));
        }
        return checkFee(withdrawal, preparation);
    }

    private static Optional<Outcome.Refused> checkSender(Payer.House house, Preparation preparation) {
        if (!preparation.sender().equals(house.from())) {
            return Optional.of(RefusalCode.HOT_WALLET_UNKNOWN.refuse(
                    "the transfer is from " + house.from() + ", not from " + preparation.sender(),
                    "prepare it with its own sender"));
        }
        if (preparation.sequence().isEmpty()) {
            return Optional.of(RefusalCode.WITHDRAWAL_PREPARATION.refuse(
                    "a transfer of the house spends a sequence", "cancel it: a chain with outputs needs none"));
        }
        return Optional.empty();
    }

    private Optional<Outcome.Refused> checkTreasury(Withdrawal withdrawal, Address sender) {
        boolean ours = sender.chain().equals(withdrawal.request().to().chain())
                && addresses
                        .find(sender)
                        .filter(own -> own.key().purpose() == KeyPurpose.TREASURY)
                        .isPresent();
        return ours
                ? Optional.empty()
                : Optional.of(RefusalCode.HOT_WALLET_UNKNOWN.refuse(
                        sender + " is no treasury address of "
                                + withdrawal.request().to().chain(),
                        "enrol the chain"));
    }

    private static Optional<Outcome.Refused> checkFee(Withdrawal withdrawal, Preparation preparation) {
        Amount cap = withdrawal.request().feeCap();
        NetworkAssetId feeAsset = preparation.fee().asset();
        boolean bookable = feeAsset.equals(cap.asset())
                && (preparation.sequence().isPresent()
                        || feeAsset.equals(withdrawal.request().amount().asset()));
        if (!bookable) {
            return Optional.of(RefusalCode.WITHDRAWAL_FEE_ASSET.refuse(
                    "the fee is in " + feeAsset + ", the cap in " + cap.asset(), "check the chain's adapter"));
        }
        BigInteger maxFee = most(preparation.fee());
        if (maxFee.compareTo(cap.units()) > 0) {
            return Optional.of(RefusalCode.WITHDRAWAL_FEE_CAP.refuse(
                    "the network takes up to " + maxFee + ", the cap is " + cap.units(),
                    "wait for lower fees, or cancel and request it with a higher cap"));
        }
        return Optional.empty();
    }

    /** The product of an adapter's numbers may be beyond what an amount can be. */
    private static BigInteger most(FeeQuote fee) {
        return fee.rate().multiply(BigInteger.valueOf(fee.weight()));
    }

    /** Why an attempt cannot be replaced by this; empty if it can. */
    Optional<Outcome.Refused> checkReplacement(Withdrawal withdrawal, Attempt last, Preparation next) {
        Preparation before = last.preparation();
        if (before.sequence().isEmpty()) {
            return Optional.of(RefusalCode.WITHDRAWAL_REPLACEMENT.refuse(
                    "a transaction that spends outputs is not replaced", "wait until it is mined"));
        }
        boolean samePlace = next.sender().equals(before.sender())
                && next.sequence().equals(before.sequence())
                && next.inputs().isEmpty();
        if (!samePlace) {
            return Optional.of(RefusalCode.WITHDRAWAL_REPLACEMENT.refuse(
                    "it would not spend sequence " + before.sequence().orElseThrow() + " of " + before.sender(),
                    "replace it with the same sender and sequence"));
        }
        return checkFee(withdrawal, next).or(() -> checkDearer(before.fee(), next.fee()));
    }

    /** Nodes keep what they have unless both the price and what the miner gets of it are better. */
    private static Optional<Outcome.Refused> checkDearer(FeeQuote before, FeeQuote next) {
        boolean moreTip = next.tip().compareTo(before.tip()) > 0
                || (next.tip().signum() == 0 && before.tip().signum() == 0);
        boolean dearer = next.rate().compareTo(before.rate()) > 0
                && moreTip
                && most(next).compareTo(most(before)) > 0;
        return dearer
                ? Optional.empty()
                : Optional.of(RefusalCode.WITHDRAWAL_REPLACEMENT.refuse(
                        "rate " + next.rate() + ", tip " + next.tip() + ", at most " + most(next)
                                + " in all is no more than rate " + before.rate() + ", tip " + before.tip()
                                + ", at most " + most(before),
                        "offer a higher rate and tip"));
    }
}
