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
     * A withdrawal is final: its amount left, if it succeeded, and its network fee was paid. If it failed its hold is
     * released, and what the house has lent for it comes back first.
     *
     * @return why not, and then nothing was changed
     */
    Optional<Outcome.Refused> conclude(Claim claim, Ending ending, Entry entry) {
        List<LedgerOperation> operations = new ArrayList<>();
        Outflow amount = ending.amount();
        if (ending.succeeded()) {
            BigInteger change = take(amount);
            BigInteger cost = cost(amount.listing(), amount.networkUnits());
            capture(operations, claim.hold(), Custody.account(amount.listing()), change);
            capture(
                    operations,
                    claim.hold(),
                    Custody.account(AccountKind.ROUNDING, amount.listing()),
                    cost.subtract(change));
        } else {
            operations.add(new LedgerOperation.Release(claim.hold()));
            post(operations, claim.account(), exposure(amount.listing()), claim.lent());
        }
        Outflow fee = ending.fee();
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
            if (ending.succeeded()) {
                custody.add(amount.asset(), amount.networkUnits());
            }
        }
        return refused;
    }

    /**
     * The end of a withdrawal was taken back: what left is ours again, and the amount is held anew. What the customer
     * has spent meanwhile of a hold that was released, the house lends, as exposure.
     *
     * @param claim with the hold to be opened
     * @return what is lent; empty if the books cannot hold the postings, and then nothing was changed
     */
    Optional<BigInteger> reopen(Claim claim, Ending ending, Entry entry) {
        Outflow amount = ending.amount();
        BigInteger cost = cost(amount.listing(), amount.networkUnits());
        List<LedgerOperation> operations = new ArrayList<>();
        BigInteger lent = BigInteger.ZERO;
        if (ending.succeeded()) {
            BigInteger change = giveBack(amount);
            post(operations, Custody.account(amount.listing()), claim.account(), change);
            post(
                    operations,
                    Custody.account(AccountKind.ROUNDING, amount.listing()),
                    claim.account(),
                    cost.subtract(change));
        } else {
            BigInteger there = books.ledger().balance(claim.account()).available();
            lent = cost.subtract(there.min(cost));
            post(operations, exposure(amount.listing()), claim.account(), lent);
        }
        operations.add(new LedgerOperation.Hold(
                claim.hold(), claim.account(), new Money(claim.account().asset(), cost)));
        Outflow fee = ending.fee();
        BigInteger unspent = giveBack(fee);
        boolean done = unspent.bitLength() <= Money.MAX_BITS;
        if (done) {
            LedgerAccountId expense = Custody.account(AccountKind.GAS_EXPENSE, fee.listing());
            post(operations, Custody.account(fee.listing()), expense, unspent);
            done = books.apply(operations, entry.memo(), entry.turn()).isEmpty();
        }
        if (!done) {
            custody.add(fee.asset(), fee.networkUnits().negate());
            if (ending.succeeded()) {
                custody.add(amount.asset(), amount.networkUnits().negate());
            }
            return Optional.empty();
        }
        return Optional.of(lent);
    }

    /**
     * A withdrawal is final, and its token moved another amount than was asked for: what is paid for is captured, the
     * rest of the hold is released, where what the house has lent for it comes back first, and what left beyond what is
     * paid for is expense.
     *
     * @return why not, and then nothing was changed
     */
    Optional<Outcome.Refused> concludePart(Claim claim, Part part, Outflow fee, Entry entry) {
        List<LedgerOperation> operations = new ArrayList<>();
        NetworkListing listing = part.paid().listing();
        BigInteger cost = cost(listing, part.paid().networkUnits());
        BigInteger change = take(part.paid());
        capture(operations, claim.hold(), Custody.account(listing), change);
        capture(operations, claim.hold(), Custody.account(AccountKind.ROUNDING, listing), cost.subtract(change));
        if (part.released(this).signum() > 0) {
            operations.add(new LedgerOperation.Release(claim.hold()));
            post(operations, claim.account(), exposure(listing), claim.lent().subtract(stillLent(claim, part)));
        }
        BigInteger beyond = take(part.beyond());
        BigInteger spent = take(fee);
        Optional<Outcome.Refused> refused = tooMuch(part.beyond(), beyond).or(() -> tooMuch(fee, spent));
        if (refused.isEmpty()) {
            post(operations, expense(part.beyond()), Custody.account(listing), beyond);
            post(operations, expense(fee), Custody.account(fee.listing()), spent);
            refused = books.apply(operations, entry.memo(), entry.turn());
        }
        if (refused.isPresent()) {
            part.all(fee).forEach(outflow -> custody.add(outflow.asset(), outflow.networkUnits()));
        }
        return refused;
    }

    /** What the house still lends for a hold after {@link #concludePart}. */
    BigInteger stillLent(Claim claim, Part part) {
        return claim.lent().subtract(claim.lent().min(part.released(this)));
    }

    /**
     * Takes back what {@link #concludePart} did: the whole amount is held anew, and what is not there of it is lent.
     *
     * @param claim with the hold to be opened
     * @return what is lent; empty if the books cannot hold the postings, and then nothing was changed
     */
    Optional<BigInteger> reopenPart(Claim claim, Part part, Outflow fee, Entry entry) {
        List<LedgerOperation> operations = new ArrayList<>();
        NetworkListing listing = part.paid().listing();
        BigInteger cost = cost(listing, part.paid().networkUnits());
        BigInteger full = cost.add(part.released(this));
        BigInteger there = books.ledger().balance(claim.account()).available().add(cost);
        BigInteger lent = full.subtract(there.min(full));
        BigInteger change = giveBack(part.paid());
        post(operations, Custody.account(listing), claim.account(), change);
        post(operations, Custody.account(AccountKind.ROUNDING, listing), claim.account(), cost.subtract(change));
        post(operations, exposure(listing), claim.account(), lent);
        operations.add(new LedgerOperation.Hold(
                claim.hold(), claim.account(), new Money(claim.account().asset(), full)));
        BigInteger beyond = giveBack(part.beyond());
        BigInteger unspent = giveBack(fee);
        boolean done =
                tooMuch(part.beyond(), beyond).or(() -> tooMuch(fee, unspent)).isEmpty();
        if (done) {
            post(operations, Custody.account(listing), expense(part.beyond()), beyond);
            post(operations, Custody.account(fee.listing()), expense(fee), unspent);
            done = books.apply(operations, entry.memo(), entry.turn()).isEmpty();
        }
        if (!done) {
            part.all(fee)
                    .forEach(outflow ->
                            custody.add(outflow.asset(), outflow.networkUnits().negate()));
            return Optional.empty();
        }
        return Optional.of(lent);
    }

    private static Optional<Outcome.Refused> tooMuch(Outflow outflow, BigInteger ledgerUnits) {
        return ledgerUnits.bitLength() <= Money.MAX_BITS
                ? Optional.empty()
                : Optional.of(RefusalCode.LEDGER_OVERFLOW.refuse(
                        outflow.networkUnits() + " units of " + outflow.asset() + " are more than the ledger can hold",
                        "check the chain's adapter"));
    }

    private static LedgerAccountId expense(Outflow outflow) {
        return Custody.account(AccountKind.GAS_EXPENSE, outflow.listing());
    }

    /**
     * Value left our addresses as an expense of the house; what is below zero came back.
     *
     * @return why not, and then nothing was changed
     */
    Optional<Outcome.Refused> expend(List<Outflow> outflows, Entry entry) {
        List<LedgerOperation> operations = new ArrayList<>();
        List<Outflow> taken = new ArrayList<>();
        Optional<Outcome.Refused> refused = Optional.empty();
        for (Outflow outflow : outflows) {
            BigInteger spent = take(outflow);
            taken.add(outflow);
            if (spent.abs().bitLength() > Money.MAX_BITS) {
                refused = Optional.of(RefusalCode.LEDGER_OVERFLOW.refuse(
                        outflow.networkUnits() + " units of " + outflow.asset() + " are more than the ledger can hold",
                        "check the chain's adapter"));
                break;
            }
            LedgerAccountId expense = Custody.account(AccountKind.GAS_EXPENSE, outflow.listing());
            LedgerAccountId held = Custody.account(outflow.listing());
            post(operations, expense, held, spent);
            post(operations, held, expense, spent.negate());
        }
        if (refused.isEmpty()) {
            refused = books.apply(operations, entry.memo(), entry.turn());
        }
        if (refused.isPresent()) {
            taken.forEach(outflow -> custody.add(outflow.asset(), outflow.networkUnits()));
        }
        return refused;
    }

    /** Takes it out of custody and answers by how much the custody account sinks. */
    private BigInteger take(Outflow outflow) {
        return change(outflow, outflow.networkUnits().negate()).negate();
    }

    /** Puts it into custody again and answers by how much the custody account rises. */
    private BigInteger giveBack(Outflow outflow) {
        return change(outflow, outflow.networkUnits());
    }

    private BigInteger change(Outflow outflow, BigInteger networkUnits) {
        BigInteger change = custody.ledgerChange(outflow.asset(), networkUnits, assets.conversion(outflow.listing()));
        custody.add(outflow.asset(), networkUnits);
        return change;
    }

    /**
     * What a withdrawal has of the books.
     *
     * @param account the customer's
     * @param lent what the house has put into the hold
     */
    record Claim(HoldId hold, LedgerAccountId account, BigInteger lent) {}

    /** How a withdrawal ends in a block: its amount leaves only if it succeeds, the fee in any case. */
    record Ending(Outflow amount, boolean succeeded, Outflow fee) {}

    /**
     * How the amount of a withdrawal ends whose token moved something else.
     *
     * @param asked network units that were asked for, and held
     * @param paid what the customer pays for
     * @param beyond what left and nobody but the house pays for, of the same asset
     */
    record Part(BigInteger asked, Outflow paid, Outflow beyond) {
        /** Ledger units of the hold that are not paid for. */
        BigInteger released(Settlement settlement) {
            return settlement
                    .cost(paid.listing(), asked)
                    .subtract(settlement.cost(paid.listing(), paid.networkUnits()));
        }

        List<Outflow> all(Outflow fee) {
            return List.of(paid, beyond, fee);
        }
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
