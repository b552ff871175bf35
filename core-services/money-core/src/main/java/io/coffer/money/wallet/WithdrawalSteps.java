// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.LedgerOperation;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.Preparation;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.money.rules.Outcome;
import io.coffer.money.rules.RefusalCode;
import io.coffer.money.wallet.Settlement.Claim;
import io.coffer.money.wallet.Settlement.Ending;
import io.coffer.money.wallet.Settlement.Entry;
import io.coffer.money.wallet.Settlement.Outflow;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The steps of a withdrawal after it was taken: which may follow which, and what each does to books and hot wallet. */
final class WithdrawalSteps {
    /** So that the id of a hold stays within its length. */
    private static final int MAX_REOPENED = 9_999;

    private static final Set<WithdrawalState> BEFORE_PREPARED = EnumSet.of(
            WithdrawalState.REQUESTED,
            WithdrawalState.POLICY,
            WithdrawalState.SCREENING,
            WithdrawalState.AWAITING_APPROVAL,
            WithdrawalState.QUEUED);
    private static final Set<WithdrawalState> SENT = EnumSet.of(
            WithdrawalState.SIGNED,
            WithdrawalState.BROADCASTING,
            WithdrawalState.BROADCAST,
            WithdrawalState.AMBIGUOUS,
            WithdrawalState.CONFIRMING);

    private final Assets assets;
    private final Addresses addresses;
    private final Treasury treasury;
    private final Limits limits;
    private final Books books;
    private final Settlement settlement;

    WithdrawalSteps(
            Assets assets, Addresses addresses, Treasury treasury, Limits limits, Books books, Settlement settlement) {
        this.assets = assets;
        this.addresses = addresses;
        this.treasury = treasury;
        this.limits = limits;
        this.books = books;
        this.settlement = settlement;
    }

    Step next(int number, WithdrawalEntry entry, WithdrawalCommand command, Turn turn) {
        if (command instanceof WithdrawalCommand.Screened screened) {
            return screened(number, entry, screened, turn);
        } else if (command instanceof WithdrawalCommand.Approved) {
            return simple(entry, EnumSet.of(WithdrawalState.AWAITING_APPROVAL), WithdrawalState.QUEUED);
        } else if (command instanceof WithdrawalCommand.Prepare prepare) {
            return prepare(number, entry, prepare.preparation());
        } else if (command instanceof WithdrawalCommand.Replace) {
            return new Step.Refused(RefusalCode.WITHDRAWAL_REPLACEMENT.refuse(
                    "transactions are not replaced yet", "wait for the release that replaces them"));
        } else if (command instanceof WithdrawalCommand.Unprepare) {
            return unprepare(entry);
        } else if (command instanceof WithdrawalCommand.BeginSigning) {
            return beginSigning(entry);
        } else if (command instanceof WithdrawalCommand.Signed signed) {
            return signed(entry, signed);
        } else if (command instanceof WithdrawalCommand.AbandonSigning abandon) {
            return abandonSigning(entry, abandon.attempt());
        } else if (command instanceof WithdrawalCommand.Cancel cancel) {
            return cancel(number, entry, cancel.reason(), turn);
        }
        return afterSigning(number, entry, command, turn);
    }

    private Step afterSigning(int number, WithdrawalEntry entry, WithdrawalCommand command, Turn turn) {
        if (command instanceof WithdrawalCommand.BeginBroadcast) {
            return simple(entry, EnumSet.of(WithdrawalState.SIGNED), WithdrawalState.BROADCASTING);
        } else if (command instanceof WithdrawalCommand.Broadcast) {
            return simple(
                    entry,
                    EnumSet.of(WithdrawalState.BROADCASTING, WithdrawalState.AMBIGUOUS),
                    WithdrawalState.BROADCAST);
        } else if (command instanceof WithdrawalCommand.Ambiguous) {
            return simple(
                    entry,
                    EnumSet.of(WithdrawalState.BROADCASTING, WithdrawalState.BROADCAST),
                    WithdrawalState.AMBIGUOUS);
        } else if (command instanceof WithdrawalCommand.Mined mined) {
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

    private static Step simple(WithdrawalEntry entry, Set<WithdrawalState> from, WithdrawalState to) {
        return from.contains(entry.state()) ? new Step.To(entry.in(to)) : wrongState(entry, to.name());
    }

    private Step screened(int number, WithdrawalEntry entry, WithdrawalCommand.Screened screened, Turn turn) {
        if (screened.passed()) {
            return simple(entry, EnumSet.of(WithdrawalState.SCREENING), WithdrawalState.AWAITING_APPROVAL);
        }
        if (entry.state() != WithdrawalState.SCREENING) {
            return wrongState(entry, "BLOCKED");
        }
        release(number, entry.withdrawal().id(), turn);
        return new Step.To(entry.ended(
                WithdrawalState.BLOCKED,
                RefusalCode.SCREENING_REFUSED
                        .refuse("screening refused it: " + screened.reason(), "open a case with compliance")
                        .refusal()));
    }

    private Step cancel(int number, WithdrawalEntry entry, String reason, Turn turn) {
        if (!BEFORE_PREPARED.contains(entry.state())) {
            return wrongState(entry, "CANCELLED");
        }
        release(number, entry.withdrawal().id(), turn);
        return new Step.To(entry.ended(
                WithdrawalState.CANCELLED,
                RefusalCode.WITHDRAWAL_CANCELLED
                        .refuse("it was cancelled: " + reason, "request it anew if it is still wanted")
                        .refusal()));
    }

    private void release(int number, WithdrawalId id, Turn turn) {
        books.demand(List.of(new LedgerOperation.Release(LedgerDesk.holdOf(id, 0))), "withdrawal " + id, turn);
        limits.giveBack(number);
    }

    private Step prepare(int number, WithdrawalEntry entry, Preparation preparation) {
        if (entry.state() != WithdrawalState.QUEUED) {
            return wrongState(entry, "PREPARED");
        }
        Amount amount = entry.withdrawal().request().amount();
        Optional<Outcome.Refused> refused =
                check(entry.withdrawal(), preparation).or(() -> treasury.reserve(number, amount, preparation));
        return refused.<Step>map(Step.Refused::new).orElseGet(() -> new Step.To(entry.prepared(preparation)));
    }

    private Optional<Outcome.Refused> check(Withdrawal withdrawal, Preparation preparation) {
        Address sender = preparation.sender();
        boolean ours = sender.chain().equals(withdrawal.request().to().chain())
                && addresses
                        .find(sender)
                        .filter(own -> own.key().purpose() == KeyPurpose.TREASURY)
                        .isPresent();
        if (!ours) {
            return Optional.of(RefusalCode.HOT_WALLET_UNKNOWN.refuse(
                    sender + " is no treasury address of "
                            + withdrawal.request().to().chain(),
                    "enrol the chain"));
        }
        boolean oneKind =
                preparation.sequence().isPresent() == preparation.inputs().isEmpty();
        if (!oneKind) {
            return Optional.of(RefusalCode.WITHDRAWAL_PREPARATION.refuse(
                    "a preparation needs a sequence or inputs, and not both", "check the wallet service"));
        }
        return checkFee(withdrawal, preparation);
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
        // The product of an adapter's numbers may be beyond what an amount can be.
        BigInteger maxFee = preparation
                .fee()
                .rate()
                .multiply(BigInteger.valueOf(preparation.fee().weight()));
        if (maxFee.compareTo(cap.units()) > 0) {
            return Optional.of(RefusalCode.WITHDRAWAL_FEE_CAP.refuse(
                    "the network takes up to " + maxFee + ", the cap is " + cap.units(),
                    "wait for lower fees, or cancel and request it with a higher cap"));
        }
        return Optional.empty();
    }

    private Step unprepare(WithdrawalEntry entry) {
        if (entry.state() != WithdrawalState.PREPARED) {
            return wrongState(entry, "QUEUED");
        }
        treasury.unreserve(
                entry.withdrawal().request().amount(), entry.attempt().preparation());
        return new Step.To(entry.unprepared());
    }

    private Step beginSigning(WithdrawalEntry entry) {
        if (entry.state() == WithdrawalState.PREPARED
                && !treasury.stands(entry.attempt().preparation())) {
            return new Step.Refused(RefusalCode.HOT_WALLET_INSUFFICIENT.refuse(
                    "a reorganisation has taken back an output that withdrawal "
                            + entry.withdrawal().id() + " would spend",
                    "give its preparation up, and choose among the treasury's free outputs"));
        }
        return simple(entry, EnumSet.of(WithdrawalState.PREPARED), WithdrawalState.SIGNING);
    }

    private Step abandonSigning(WithdrawalEntry entry, int attempt) {
        if (entry.state() != WithdrawalState.SIGNING) {
            return wrongState(entry, "QUEUED");
        }
        if (attempt != entry.attempt().number()) {
            return wrongAttempt(entry, attempt);
        }
        treasury.unreserve(
                entry.withdrawal().request().amount(), entry.attempt().preparation());
        return new Step.To(entry.abandoned());
    }

    private Step signed(WithdrawalEntry entry, WithdrawalCommand.Signed signed) {
        if (entry.state() != WithdrawalState.SIGNING) {
            return wrongState(entry, "SIGNED");
        }
        if (signed.attempt() > 0 && signed.attempt() != entry.attempt().number()) {
            return wrongAttempt(entry, signed.attempt());
        }
        if (!signed.transaction()
                .chain()
                .equals(entry.withdrawal().request().to().chain())) {
            return new Step.Refused(RefusalCode.WITHDRAWAL_TRANSACTION.refuse(
                    "the transaction is of chain " + signed.transaction().chain(), "check the signing service"));
        }
        Attempt attempt = entry.attempt();
        treasury.signed(attempt.preparation());
        return new Step.To(entry.with(
                WithdrawalState.SIGNED,
                new Attempt(
                        attempt.number(),
                        attempt.preparation(),
                        Optional.of(signed.transaction()),
                        Optional.empty(),
                        Optional.empty())));
    }

    private static Step mined(WithdrawalEntry entry, WithdrawalCommand.Mined mined) {
        if (!SENT.contains(entry.state())) {
            return wrongState(entry, "CONFIRMING");
        }
        Attempt attempt = entry.attempt();
        if (mined.attempt() > 0 && mined.attempt() != attempt.number()) {
            return wrongAttempt(entry, mined.attempt());
        }
        return new Step.To(entry.with(
                WithdrawalState.CONFIRMING,
                new Attempt(
                        attempt.number(),
                        attempt.preparation(),
                        attempt.signed(),
                        Optional.of(mined.block()),
                        Optional.empty())));
    }

    private static Step unmined(WithdrawalEntry entry, BlockRef block) {
        if (entry.state() != WithdrawalState.CONFIRMING) {
            return wrongState(entry, "BROADCAST");
        }
        return isIn(entry, block) ? new Step.To(entry.in(WithdrawalState.BROADCAST)) : wrongBlock(entry, block);
    }

    private Step finalized(WithdrawalEntry entry, WithdrawalCommand.Finalized finalized, Turn turn) {
        if (entry.state() != WithdrawalState.CONFIRMING) {
            return wrongState(entry, "COMPLETED");
        }
        if (!isIn(entry, finalized.block())) {
            return wrongBlock(entry, finalized.block());
        }
        Attempt attempt = entry.attempt();
        if (!finalized.feePaid().asset().equals(attempt.preparation().fee().asset())) {
            return new Step.Refused(RefusalCode.WITHDRAWAL_FEE_ASSET.refuse(
                    "the fee was paid in " + finalized.feePaid().asset() + ", not in "
                            + attempt.preparation().fee().asset(),
                    "check the chain's adapter"));
        }
        Optional<Outcome.Refused> refused = book(entry, finalized, turn);
        return refused.<Step>map(Step.Refused::new)
                .orElseGet(() -> new Step.To(entry.concluded(finalized.succeeded(), finalized.feePaid())));
    }

    private Optional<Outcome.Refused> book(WithdrawalEntry entry, WithdrawalCommand.Finalized finalized, Turn turn) {
        Optional<Outcome.Refused> refused = settlement.conclude(
                claim(entry, entry.past().reopened()),
                ending(entry, finalized.succeeded(), finalized.feePaid()),
                memo(entry, turn));
        if (refused.isEmpty()) {
            treasury.settle(
                    entry.withdrawal().request().amount(),
                    entry.attempt().preparation(),
                    finalized.succeeded(),
                    finalized.feePaid());
        }
        return refused;
    }

    /** Its final block was removed: what its end had done is undone, and it is followed on by the same bytes. */
    private Step reopened(int number, WithdrawalEntry entry, BlockRef block, Turn turn) {
        boolean succeeded = entry.state() == WithdrawalState.COMPLETED;
        if (!succeeded && entry.state() != WithdrawalState.FAILED_ONCHAIN) {
            return wrongState(entry, "BROADCAST again");
        }
        if (!isIn(entry, block)) {
            return wrongBlock(entry, block);
        }
        if (entry.past().reopened() == MAX_REOPENED) {
            return new Step.Refused(RefusalCode.WITHDRAWAL_REOPENED.refuse(
                    "the end of withdrawal " + entry.withdrawal().id() + " was taken back " + MAX_REOPENED + " times",
                    "an operator must look at this chain"));
        }
        Preparation preparation = entry.attempt().preparation();
        Amount fee = entry.attempt()
                .feePaid()
                .orElseThrow(() -> new IllegalStateException(entry.withdrawal().id() + " has ended without a fee"));
        Optional<Outcome.Refused> refused = treasury.claimed(preparation, succeeded);
        if (refused.isPresent()) {
            return new Step.Refused(refused.get());
        }
        Optional<BigInteger> lent = settlement.reopen(
                claim(entry, entry.past().reopened() + 1), ending(entry, succeeded, fee), memo(entry, turn));
        if (lent.isEmpty()) {
            return new Step.Refused(RefusalCode.LEDGER_OVERFLOW.refuse(
                    "the sums of the ledger cannot take the reversal", "an operator must look at this asset"));
        }
        treasury.reopen(number, entry.withdrawal().request().amount(), preparation, succeeded, fee);
        return new Step.To(entry.reopened(lent.get()));
    }

    private Claim claim(WithdrawalEntry entry, int reopened) {
        Withdrawal withdrawal = entry.withdrawal();
        NetworkListing listing = listing(withdrawal.request().amount().asset());
        return new Claim(
                LedgerDesk.holdOf(withdrawal.id(), reopened),
                new LedgerAccountId(
                        AccountKind.CUSTOMER, withdrawal.request().account().orElseThrow().text(), listing.ledgerAsset()),
                entry.past().lent());
    }

    private Ending ending(WithdrawalEntry entry, boolean succeeded, Amount fee) {
        Amount amount = entry.withdrawal().request().amount();
        return new Ending(
                new Outflow(listing(amount.asset()), amount.units()),
                succeeded,
                new Outflow(listing(fee.asset()), fee.units()));
    }

    private static Entry memo(WithdrawalEntry entry, Turn turn) {
        return new Entry("withdrawal " + entry.withdrawal().id(), turn);
    }

    private NetworkListing listing(NetworkAssetId asset) {
        return assets.listing(asset).orElseThrow(() -> new IllegalStateException(asset + " is not listed any more"));
    }

    private static boolean isIn(WithdrawalEntry entry, BlockRef block) {
        return entry.attempt().block().filter(block::equals).isPresent();
    }

    private static Step wrongState(WithdrawalEntry entry, String wanted) {
        return new Step.Refused(RefusalCode.WITHDRAWAL_STATE.refuse(
                "withdrawal " + entry.withdrawal().id() + " is " + entry.state() + " and cannot become " + wanted,
                "look at the withdrawal"));
    }

    private static Step wrongAttempt(WithdrawalEntry entry, int attempt) {
        return new Step.Refused(RefusalCode.WITHDRAWAL_ATTEMPT.refuse(
                "attempt " + attempt + " of withdrawal " + entry.withdrawal().id()
                        + " is not the present one, which is " + entry.attempt().number(),
                "look at the withdrawal"));
    }

    private static Step wrongBlock(WithdrawalEntry entry, BlockRef block) {
        return new Step.Refused(RefusalCode.WITHDRAWAL_BLOCK.refuse(
                "withdrawal " + entry.withdrawal().id() + " is not in block " + block, "ask the chain again"));
    }
}
