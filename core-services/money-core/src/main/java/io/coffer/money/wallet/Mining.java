// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.money.rules.Outcome;
import io.coffer.money.rules.RefusalCode;
import io.coffer.money.wallet.WithdrawalEntry.Otherwise;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What blocks do to a withdrawal: any of its signed attempts may be mined, removed again, become final, and reopen. */
final class Mining {
    /** So that the id of a hold stays within its length. */
    private static final int MAX_REOPENED = 9_999;

    private static final Set<WithdrawalState> SENT = EnumSet.of(
            WithdrawalState.SIGNED,
            WithdrawalState.BROADCASTING,
            WithdrawalState.BROADCAST,
            WithdrawalState.AMBIGUOUS,
            WithdrawalState.CONFIRMING);
    private static final Set<WithdrawalState> RESERVING = EnumSet.of(WithdrawalState.PREPARED, WithdrawalState.SIGNING);

    private final Assets assets;
    private final Treasury treasury;
    private final Halts halts;
    private final CustomerEndings customers;
    private final HouseEndings house;

    Mining(Assets assets, Treasury treasury, Halts halts, CustomerEndings customers, HouseEndings house) {
        this.assets = assets;
        this.treasury = treasury;
        this.halts = halts;
        this.customers = customers;
        this.house = house;
    }

    Step next(int number, WithdrawalEntry entry, WithdrawalCommand command, Turn turn) {
        if (command instanceof WithdrawalCommand.Mined mined) {
            return mined(entry, mined);
        } else if (command instanceof WithdrawalCommand.Unmined unmined) {
            return unmined(entry, unmined.block());
        } else if (command instanceof WithdrawalCommand.Finalized finalized) {
            return finalized(entry, finalized, turn);
        } else if (command instanceof WithdrawalCommand.FinalizedOtherwise finalized) {
            return finalizedOtherwise(entry, finalized, turn);
        } else if (command instanceof WithdrawalCommand.Reopened reopened) {
            return reopened(number, entry, reopened.block(), turn);
        } else if (command instanceof WithdrawalCommand.LetStand stand) {
            return letStand(number, entry, stand, turn);
        }
        throw new IllegalStateException("no rule for " + command.getClass().getName());
    }

    private Step mined(WithdrawalEntry entry, WithdrawalCommand.Mined mined) {
        boolean replacing = RESERVING.contains(entry.state()) && entry.isReplacing();
        if (!replacing && !SENT.contains(entry.state())) {
            return Step.wrongState(entry, "CONFIRMING");
        }
        Optional<Attempt> attempt = (mined.attempt() == 0
                        ? entry.withdrawal().attempt()
                        : entry.withdrawal().attempt(mined.attempt()))
                .filter(named -> named.signed().isPresent());
        if (attempt.isEmpty()) {
            return new Step.Refused(RefusalCode.WITHDRAWAL_ATTEMPT.refuse(
                    "withdrawal " + entry.withdrawal().id() + " has no signed attempt "
                            + (mined.attempt() == 0 ? entry.last().number() : mined.attempt()),
                    "look at the withdrawal, and name the attempt that was mined"));
        }
        WithdrawalEntry kept = replacing ? dropped(entry) : entry;
        return new Step.To(kept.mined(attempt.get().number(), mined.block()));
    }

    /** Its replacement came too late: nothing of it was sent, because nothing of it was made durable. */
    private WithdrawalEntry dropped(WithdrawalEntry entry) {
        giveBackReplacement(entry);
        return entry.state() == WithdrawalState.SIGNING ? entry.abandoned() : entry.unprepared();
    }

    /** What a replacement that is not signed has reserved. */
    void giveBackReplacement(WithdrawalEntry entry) {
        List<Attempt> attempts = entry.withdrawal().attempts();
        treasury.unreplace(
                attempts.get(attempts.size() - 2).preparation(), entry.last().preparation());
    }

    private static Step unmined(WithdrawalEntry entry, BlockRef block) {
        if (entry.state() != WithdrawalState.CONFIRMING) {
            return Step.wrongState(entry, "BROADCAST");
        }
        return isIn(entry, block)
                ? new Step.To(entry.in(WithdrawalState.BROADCAST).forgotten(block))
                : Step.wrongBlock(entry, block);
    }

    private Step finalized(WithdrawalEntry entry, WithdrawalCommand.Finalized finalized, Turn turn) {
        Optional<Step> unfit = unfit(entry, finalized.block(), finalized.feePaid());
        if (unfit.isPresent()) {
            return unfit.get();
        }
        WithdrawalEntry after = entry.concluded(finalized.succeeded(), finalized.feePaid());
        Optional<Outcome.Refused> refused = entry.isHouse()
                ? house.conclude(entry, finalized.succeeded(), finalized.feePaid(), turn)
                : customers.conclude(entry, finalized.succeeded(), finalized.feePaid(), turn);
        if (refused.isPresent()) {
            return new Step.Refused(refused.get());
        }
        treasury.settle(
                entry.withdrawal().request().amount(),
                entry.last().preparation(),
                finalized.succeeded(),
                finalized.feePaid());
        return new Step.To(after);
    }

    /** Why it does not end there; empty if it may. */
    private static Optional<Step> unfit(WithdrawalEntry entry, BlockRef block, Amount feePaid) {
        if (entry.state() != WithdrawalState.CONFIRMING) {
            return Optional.of(Step.wrongState(entry, "COMPLETED"));
        }
        if (!isIn(entry, block)) {
            return Optional.of(Step.wrongBlock(entry, block));
        }
        NetworkAssetId feeAsset = entry.attempt().preparation().fee().asset();
        return feePaid.asset().equals(feeAsset)
                ? Optional.empty()
                : Optional.of(new Step.Refused(RefusalCode.WITHDRAWAL_FEE_ASSET.refuse(
                        "the fee was paid in " + feePaid.asset() + ", not in " + feeAsset,
                        "check the chain's adapter")));
    }

    /** A token moved something else than it was to move: nothing more of it is sent until a person has looked at it. */
    private Step finalizedOtherwise(WithdrawalEntry entry, WithdrawalCommand.FinalizedOtherwise finalized, Turn turn) {
        Amount amount = entry.withdrawal().request().amount();
        Optional<Step> unfit =
                unfit(entry, finalized.block(), finalized.feePaid()).or(() -> noToken(entry, finalized));
        if (unfit.isPresent()) {
            return unfit.get();
        }
        Otherwise how = how(entry, finalized);
        WithdrawalEntry known = entry.moved(Optional.of(how));
        boolean moved = entry.isHouse()
                ? how.left().signum() > 0 || HouseEndings.arrived(entry).signum() > 0
                : how.paid().signum() > 0;
        Optional<Outcome.Refused> refused = entry.isHouse()
                ? house.conclude(known, moved, finalized.feePaid(), turn)
                : customers.concludeOtherwise(entry, how, finalized.feePaid(), turn);
        if (refused.isPresent()) {
            return new Step.Refused(refused.get());
        }
        String why = amount.asset() + " moved " + how.left() + " units out of its sender for "
                + entry.withdrawal().id() + ", of which " + finalized.back().units() + " came back, and was to move "
                + amount.units();
        BigInteger lent = entry.isHouse() ? BigInteger.ZERO : customers.stillLent(entry, how);
        treasury.settle(amount, entry.last().preparation(), true, finalized.feePaid());
        treasury.correct(entry.last().preparation(), amount, how.left());
        halts.halt(listing(amount.asset()).ledgerAsset(), why, turn);
        return new Step.To(entry.concludedOtherwise(
                how,
                moved ? WithdrawalState.COMPLETED : WithdrawalState.FAILED_ONCHAIN,
                finalized.feePaid(),
                lent,
                RefusalCode.TRANSFER_OTHERWISE
                        .refuse(why, "find out what the token does, then release its asset or take it off")
                        .refusal()));
    }

    /** A coin moves what it is told to, and outputs are spent whole. */
    private static Optional<Step> noToken(WithdrawalEntry entry, WithdrawalCommand.FinalizedOtherwise finalized) {
        NetworkAssetId asset = entry.withdrawal().request().amount().asset();
        boolean token = finalized.left().asset().equals(asset)
                && !finalized.feePaid().asset().equals(asset)
                && entry.last().preparation().sequence().isPresent();
        return token
                ? Optional.empty()
                : Optional.of(new Step.Refused(RefusalCode.WITHDRAWAL_TRANSACTION.refuse(
                        "withdrawal " + entry.withdrawal().id() + " moves " + asset
                                + ", of which another amount cannot leave",
                        "check the chain's adapter")));
    }

    /** A customer pays for what left for good, at most what was asked for. */
    private static Otherwise how(WithdrawalEntry entry, WithdrawalCommand.FinalizedOtherwise finalized) {
        BigInteger left = finalized.left().units();
        BigInteger gone = left.subtract(finalized.back().units()).max(BigInteger.ZERO);
        BigInteger asked = entry.withdrawal().request().amount().units();
        return new Otherwise(left, entry.isHouse() ? BigInteger.ZERO : gone.min(asked));
    }

    /** Its final block was removed: what its end had done is undone, and it is followed on by the same bytes. */
    private Step reopened(int number, WithdrawalEntry entry, BlockRef block, Turn turn) {
        boolean succeeded = entry.state() == WithdrawalState.COMPLETED;
        if (!succeeded && entry.state() != WithdrawalState.FAILED_ONCHAIN) {
            return Step.wrongState(entry, "BROADCAST again");
        }
        if (!isIn(entry, block)) {
            return Step.wrongBlock(entry, block);
        }
        if (entry.past().reopened() == MAX_REOPENED) {
            return new Step.Refused(RefusalCode.WITHDRAWAL_REOPENED.refuse(
                    "the end of withdrawal " + entry.withdrawal().id() + " was taken back " + MAX_REOPENED + " times",
                    "an operator must look at this chain"));
        }
        Optional<Outcome.Refused> refused = treasury.claimed(entry.last().preparation(), succeeded);
        if (refused.isPresent()) {
            return new Step.Refused(refused.get());
        }
        Amount fee = entry.attempt()
                .feePaid()
                .orElseThrow(() -> new IllegalStateException(entry.withdrawal().id() + " has ended without a fee"));
        Optional<BigInteger> lent = takeBack(entry, succeeded, fee, turn);
        if (lent.isEmpty()) {
            return new Step.Refused(RefusalCode.LEDGER_OVERFLOW.refuse(
                    "the sums of the ledger cannot take the reversal", "an operator must look at this asset"));
        }
        Amount amount = entry.withdrawal().request().amount();
        if (entry.otherwise().isPresent()) {
            treasury.reopen(number, amount, entry.last().preparation(), true, fee);
            treasury.correctBack(
                    entry.last().preparation(), amount, entry.otherwise().get().left());
        } else {
            treasury.reopen(number, amount, entry.last().preparation(), succeeded, fee);
        }
        halts.halt(
                listing(amount.asset()).ledgerAsset(),
                "the final block of withdrawal " + entry.withdrawal().id() + " was removed: " + block,
                turn);
        return new Step.To(entry.reopened(lent.get()).forgotten(block));
    }

    /** What the house lends for it then; empty if the books cannot hold it. */
    private Optional<BigInteger> takeBack(WithdrawalEntry entry, boolean succeeded, Amount fee, Turn turn) {
        if (entry.isHouse()) {
            return house.reopen(entry, succeeded, fee, turn);
        }
        return entry.otherwise().isPresent()
                ? customers.reopenOtherwise(entry, entry.otherwise().get(), fee, turn)
                : customers.reopen(entry, succeeded, fee, turn);
    }

    /** An operator's word does not keep the books from taking back what they can. */
    private Step letStand(int number, WithdrawalEntry entry, WithdrawalCommand.LetStand stand, Turn turn) {
        boolean ended = entry.state() == WithdrawalState.COMPLETED || entry.state() == WithdrawalState.FAILED_ONCHAIN;
        if (!ended) {
            return Step.wrongState(entry, "one whose end stands");
        }
        if (!isIn(entry, stand.block())) {
            return Step.wrongBlock(entry, stand.block());
        }
        if (entry.past().stands()) {
            return new Step.To(entry);
        }
        Step taken = reopened(number, entry, stand.block(), turn);
        if (!(taken instanceof Step.Refused refused)) {
            return taken;
        }
        String why = "the end of withdrawal " + entry.withdrawal().id() + " stands though block " + stand.block()
                + " was removed, by the word of " + stand.decidedBy() + ": " + stand.reason()
                + "; the books refuse to take"
                + " it back: " + refused.refused().refusal().message();
        halts.halt(
                listing(entry.withdrawal().request().amount().asset()).ledgerAsset(),
                "the end of withdrawal " + entry.withdrawal().id() + " stands though its block was removed: "
                        + stand.block(),
                turn);
        return new Step.To(entry.standing(RefusalCode.WITHDRAWAL_STANDS
                .refuse(why, "compare the books with the chain before its asset is released")
                .refusal()));
    }

    private NetworkListing listing(NetworkAssetId asset) {
        return assets.listing(asset).orElseThrow(() -> new IllegalStateException(asset + " is not listed any more"));
    }

    private static boolean isIn(WithdrawalEntry entry, BlockRef block) {
        return entry.attempt().block().filter(block::equals).isPresent();
    }
}
