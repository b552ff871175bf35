// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.asset.NetworkListing;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.money.rules.Outcome;
import io.coffer.money.wallet.Settlement.Claim;
import io.coffer.money.wallet.Settlement.Ending;
import io.coffer.money.wallet.Settlement.Entry;
import io.coffer.money.wallet.Settlement.Outflow;
import io.coffer.money.wallet.Settlement.Part;
import io.coffer.money.wallet.WithdrawalEntry.Otherwise;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.Optional;

/** What the end of a customer's withdrawal does to the books, and what taking it back does. */
final class CustomerEndings {
    private final Assets assets;
    private final Settlement settlement;

    CustomerEndings(Assets assets, Settlement settlement) {
        this.assets = assets;
        this.settlement = settlement;
    }

    /** @return why not, and then nothing was changed */
    Optional<Outcome.Refused> conclude(WithdrawalEntry entry, boolean succeeded, Amount feePaid, Turn turn) {
        return settlement.conclude(
                claim(entry, entry.past().reopened()), ending(entry, succeeded, feePaid), memo(entry, turn));
    }

    /** @return what the house lends for it; empty if the books cannot hold it, and then nothing was changed */
    Optional<BigInteger> reopen(WithdrawalEntry entry, boolean succeeded, Amount feePaid, Turn turn) {
        return settlement.reopen(
                claim(entry, entry.past().reopened() + 1), ending(entry, succeeded, feePaid), memo(entry, turn));
    }

    /**
     * Its token moved something else than was asked for.
     *
     * @return why not, and then nothing was changed
     */
    Optional<Outcome.Refused> concludeOtherwise(WithdrawalEntry entry, Otherwise how, Amount feePaid, Turn turn) {
        return settlement.concludePart(
                claim(entry, entry.past().reopened()), part(entry, how), outflow(feePaid), memo(entry, turn));
    }

    /** Ledger units that the house still lends for it after {@link #concludeOtherwise}. */
    BigInteger stillLent(WithdrawalEntry entry, Otherwise how) {
        return settlement.stillLent(claim(entry, entry.past().reopened()), part(entry, how));
    }

    /** @return what the house lends for it; empty if the books cannot hold it, and then nothing was changed */
    Optional<BigInteger> reopenOtherwise(WithdrawalEntry entry, Otherwise how, Amount feePaid, Turn turn) {
        return settlement.reopenPart(
                claim(entry, entry.past().reopened() + 1), part(entry, how), outflow(feePaid), memo(entry, turn));
    }

    private Part part(WithdrawalEntry entry, Otherwise how) {
        Amount amount = entry.withdrawal().request().amount();
        NetworkListing listing = listing(amount.asset());
        return new Part(amount.units(), new Outflow(listing, how.paid()), new Outflow(listing, how.beyond()));
    }

    private Outflow outflow(Amount amount) {
        return new Outflow(listing(amount.asset()), amount.units());
    }

    private Claim claim(WithdrawalEntry entry, int reopened) {
        Withdrawal withdrawal = entry.withdrawal();
        AccountId account = withdrawal
                .request()
                .account()
                .orElseThrow(() -> new IllegalStateException(withdrawal.id() + " is no customer's"));
        NetworkListing listing = listing(withdrawal.request().amount().asset());
        return new Claim(
                LedgerDesk.holdOf(withdrawal.id(), reopened),
                new LedgerAccountId(AccountKind.CUSTOMER, account.text(), listing.ledgerAsset()),
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
}
