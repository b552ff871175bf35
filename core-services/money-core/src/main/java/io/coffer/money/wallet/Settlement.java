// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.asset.NetworkListing;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.HoldId;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.LedgerOperation;
import io.coffer.api.ledger.Money;
import io.coffer.money.rules.Outcome;
import io.coffer.money.rules.RefusalCode;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns what came to our addresses or left them into postings that are exact to the unit. */
final class Settlement {
    private final Books books;
    private final Assets assets;
    private final Custody custody;

    Settlement(Books books, Assets assets, Custody custody) {
        this.books = books;
        this.assets = assets;
        this.custody = custody;
    }

    /** What {@code networkUnits} are worth in the ledger, rounded down: what a deposit is credited. */
    BigInteger worth(NetworkListing listing, BigInteger networkUnits) {
        return assets.conversion(listing).floor(networkUnits);
    }

    /** What {@code networkUnits} cost in the ledger, rounded up: what a withdrawal holds. */
    BigInteger cost(NetworkListing listing, BigInteger networkUnits) {
        return assets.conversion(listing).ceiling(networkUnits);
    }

    boolean fits(NetworkListing listing, BigInteger networkUnits) {
        return custody.fits(listing.asset().id(), networkUnits, assets.conversion(listing));
    }

    /**
     * Value came in.
     *
     * @param exposed what the same deposit once left as exposure: settled first
     * @return why not, or empty if it is in the books
     */
    Optional<Outcome.Refused> arrive(
            NetworkListing listing, BigInteger networkUnits, LedgerAccountId to, BigInteger exposed, Entry entry) {
        Conversion conversion = assets.conversion(listing);
        BigInteger worth = conversion.floor(networkUnits);
        BigInteger change = custody.ledgerChange(listing.asset().id(), networkUnits, conversion);
        BigInteger settled = exposed.min(worth);
        LedgerAccountId from = Custody.account(listing);
        List<LedgerOperation> operations = new ArrayList<>();
        post(operations, from, exposure(listing), settled);
        post(operations, from, to, worth.subtract(settled));
        post(operations, from, Custody.account(AccountKind.ROUNDING, listing), change.subtract(worth));
        Optional<Outcome.Refused> refused = books.apply(operations, entry.memo(), entry.turn());
        if (refused.isEmpty()) {
            custody.add(listing.asset().id(), networkUnits);
        }
        return refused;
    }

    /**
     * Value that had come in was taken back by the chain: from where it was credited as far as that is still there, the
     * rest becomes exposure.
     *
     * @return the exposure; empty if the books cannot hold the postings, and then nothing was changed
     */
    Optional<BigInteger> takeBack(NetworkListing listing, BigInteger networkUnits, LedgerAccountId from, Entry entry) {
        Conversion conversion = assets.conversion(listing);
        BigInteger worth = conversion.floor(networkUnits);
        BigInteger change = custody.ledgerChange(listing.asset().id(), networkUnits.negate(), conversion);
        BigInteger there = books.ledger().balance(from).available().min(worth);
        BigInteger exposed = worth.subtract(there);
        LedgerAccountId to = Custody.account(listing);
        List<LedgerOperation> operations = new ArrayList<>();
        post(operations, from, to, there);
        post(operations, exposure(listing), to, exposed);
        post(
                operations,
                Custody.account(AccountKind.ROUNDING, listing),
                to,
                change.negate().subtract(worth));
        if (books.apply(operations, entry.memo(), entry.turn()).isPresent()) {
            return Optional.empty();
        }
        custody.add(listing.asset().id(), networkUnits.negate());
        return Optional.of(exposed);
    }

    /**
     * A withdrawal is final: its amount left, if it succeeded, and its network fee was paid.
     *
     * @param amount what left; empty if it failed, and then the hold is released
     * @return why not, and then nothing was changed
     */
    Optional<Outcome.Refused> conclude(HoldId hold, Optional<Outflow> amount, Outflow fee, Entry entry) {
        List<LedgerOperation> operations = new ArrayList<>();
        if (amount.isPresent()) {
            Outflow left = amount.get();
            BigInteger change = take(left);
            BigInteger cost = cost(left.listing(), left.networkUnits());
            capture(operations, hold, Custody.account(left.listing()), change);
            capture(operations, hold, Custody.account(AccountKind.ROUNDING, left.listing()), cost.subtract(change));
        } else {
            operations.add(new LedgerOperation.Release(hold));
        }
        BigInteger spent = take(fee);
        Optional<Outcome.Refused> refused = spent.bitLength() > Money.MAX_BITS
                ? Optional.of(RefusalCode.LEDGER_OVERFLOW.refuse(
                        "a fee of " + fee.networkUnits() + " is more than the ledger can hold",
                        "check the chain's adapter"))
                : Optional.empty();
        if (refused.isEmpty()) {
            LedgerAccountId expense = Custody.account(AccountKind.GAS_EXPENSE, fee.listing());
            post(operations, expense, Custody.account(fee.listing()), spent);
            refused = books.apply(operations, entry.memo(), entry.turn());
        }
        if (refused.isPresent()) {
            custody.add(fee.asset(), fee.networkUnits());
            amount.ifPresent(left -> custody.add(left.asset(), left.networkUnits()));
        }
        return refused;
    }

    /** Takes it out of custody and answers by how much the custody account sinks. */
    private BigInteger take(Outflow outflow) {
        BigInteger less = outflow.networkUnits().negate();
        BigInteger change = custody.ledgerChange(outflow.asset(), less, assets.conversion(outflow.listing()));
        custody.add(outflow.asset(), less);
        return change.negate();
    }

    /** What left our addresses. */
    record Outflow(NetworkListing listing, BigInteger networkUnits) {
        NetworkAssetId asset() {
            return listing.asset().id();
        }
    }

    /** Why an operation is posted, and in which turn. */
    record Entry(String memo, Turn turn) {}

    private static LedgerAccountId exposure(NetworkListing listing) {
        return new LedgerAccountId(AccountKind.EXPOSURE, "", listing.ledgerAsset());
    }

    private static void post(
            List<LedgerOperation> operations, LedgerAccountId debit, LedgerAccountId credit, BigInteger units) {
        if (units.signum() > 0) {
            operations.add(new LedgerOperation.Post(debit, credit, new Money(debit.asset(), units)));
        }
    }

    private static void capture(
            List<LedgerOperation> operations, HoldId hold, LedgerAccountId credit, BigInteger units) {
        if (units.signum() > 0) {
            operations.add(new LedgerOperation.Capture(hold, credit, new Money(credit.asset(), units)));
        }
    }
}
