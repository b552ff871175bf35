// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.money.rules.Outcome;
import io.coffer.money.rules.RefusalCode;
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
        } else if (command instanceof WithdrawalCommand.Reopened reopened) {
            return reopened(number, entry, reopened.block(), turn);
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
        if (entry.state() != WithdrawalState.CONFIRMING) {
            return Step.wrongState(entry, "COMPLETED");
        }
        if (!isIn(entry, finalized.block())) {
            return Step.wrongBlock(entry, finalized.block());
        }
        NetworkAssetId feeAsset = entry.attempt().preparation().fee().asset();
        if (!finalized.feePaid().asset().equals(feeAsset)) {
            return new Step.Refused(RefusalCode.WITHDRAWAL_FEE_ASSET.refuse(
                    "the fee was paid in " + finalized.feePaid().asset() + ", not in " + feeAsset,
                    "check the chain's adapter"));
        }
        WithdrawalEntry after = entry.concluded(finalized.succeeded(), finalized.feePaid());
        Optional<Outcome.Refused> refused = entry.isHouse()
                ? house.conclude(entry, finalized, turn)
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
        Optional<BigInteger> lent = entry.isHouse()
                ? house.reopen(entry, succeeded, fee, turn)
                : customers.reopen(entry, succeeded, fee, turn);
        if (lent.isEmpty()) {
            return new Step.Refused(RefusalCode.LEDGER_OVERFLOW.refuse(
                    "the sums of the ledger cannot take the reversal", "an operator must look at this asset"));
        }
        Amount amount = entry.withdrawal().request().amount();
        treasury.reopen(number, amount, entry.last().preparation(), succeeded, fee);
        halts.halt(
                listing(amount.asset()).ledgerAsset(),
                "the final block of withdrawal " + entry.withdrawal().id() + " was removed: " + block,
                turn);
        return new Step.To(entry.reopened(lent.get()).forgotten(block));
    }

    private NetworkListing listing(NetworkAssetId asset) {
        return assets.listing(asset).orElseThrow(() -> new IllegalStateException(asset + " is not listed any more"));
    }

    private static boolean isIn(WithdrawalEntry entry, BlockRef block) {
        return entry.attempt().block().filter(block::equals).isPresent();
    }
}
