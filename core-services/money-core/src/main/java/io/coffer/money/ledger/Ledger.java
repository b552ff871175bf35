// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.ledger;

import io.coffer.api.asset.AssetId;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.Balance;
import io.coffer.api.ledger.HoldId;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.LedgerOperation;
import io.coffer.api.ledger.Money;
import io.coffer.api.ledger.TrialBalance;
import io.coffer.api.wallet.AccountId;
import io.coffer.money.codec.BinaryIn;
import io.coffer.money.codec.BinaryOut;
import io.coffer.money.rules.Outcome;
import io.coffer.money.rules.RefusalCode;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The books. A batch is applied whole or not at all; after each, every asset that it touched has as much debited as
 * credited, and no guarded account has less than is held of it.
 */
public final class Ledger {
    private static final AssetId FIRST_ASSET = new AssetId("0");

    private final AccountTable accounts = new AccountTable();
    private final HoldTable holds = new HoldTable();
    private final List<Runnable> undo = new ArrayList<>();
    private final List<Integer> touched = new ArrayList<>();

    /** Applies all operations in order, or none and says why. */
    public Optional<Outcome.Refused> apply(List<? extends LedgerOperation> operations) {
        int accountsBefore = accounts.size();
        int assetsBefore = accounts.assetCount();
        for (LedgerOperation operation : operations) {
            Outcome.Refused refused = apply(operation);
            if (refused != null) {
                for (int i = undo.size() - 1; i >= 0; i--) {
                    undo.get(i).run();
                }
                accounts.truncate(accountsBefore, assetsBefore);
                forget();
                return Optional.of(refused);
            }
        }
        holds.settle();
        assertBalanced();
        forget();
        return Optional.empty();
    }

    private void forget() {
        undo.clear();
        touched.clear();
    }

    private void assertBalanced() {
        for (int row : touched) {
            if (!accounts.balanced(row)) {
                throw new IllegalStateException(
                        "debits and credits of " + accounts.id(row).asset() + " differ: the ledger is broken");
            }
            if (accounts.id(row).kind().isGuarded() && !accounts.covered(row)) {
                throw new IllegalStateException(accounts.id(row) + " is overdrawn: the ledger is broken");
            }
        }
    }

    private Outcome.@Nullable Refused apply(LedgerOperation operation) {
        if (operation instanceof LedgerOperation.Post post) {
            return post(post);
        } else if (operation instanceof LedgerOperation.Hold hold) {
            return hold(hold);
        } else if (operation instanceof LedgerOperation.Capture capture) {
            return capture(capture);
        } else if (operation instanceof LedgerOperation.Release release) {
            return release(release);
        }
        throw new IllegalStateException("no rule for " + operation.getClass().getName());
    }

    private Outcome.@Nullable Refused post(LedgerOperation.Post post) {
        Outcome.Refused unfit = unfit(post.amount(), post.debit(), post.credit());
        if (unfit != null) {
            return unfit;
        }
        int debit = accounts.row(post.debit());
        int credit = accounts.row(post.credit());
        if (!move(debit, credit, post.amount())) {
            return overflow(post.amount());
        }
        Outcome.Refused shortOf = shortOf(debit, post.amount());
        return shortOf == null ? shortOf(credit, post.amount()) : shortOf;
    }

    private boolean move(int debit, int credit, Money amount) {
        long high = WideColumn.high(amount.units());
        long low = WideColumn.low(amount.units());
        if (!accounts.debit(debit, high, low)) {
            return false;
        }
        undo.add(() -> accounts.undoDebit(debit, high, low));
        if (!accounts.credit(credit, high, low)) {
            return false;
        }
        undo.add(() -> accounts.undoCredit(credit, high, low));
        touched.add(debit);
        touched.add(credit);
        return true;
    }

    private Outcome.@Nullable Refused hold(LedgerOperation.Hold hold) {
        Outcome.Refused unfit = unfit(hold.amount(), hold.account());
        if (unfit != null) {
            return unfit;
        }
        if (!hold.account().kind().isGuarded()) {
            return RefusalCode.LEDGER_NOT_GUARDED.refuse(
                    hold.account() + " is of a kind that may be overdrawn, so a hold on it secures nothing",
                    "hold on a customer, house, fees or suspense account");
        }
        if (holds.used(hold.hold())) {
            return RefusalCode.LEDGER_HOLD_USED.refuse(
                    "hold " + hold.hold() + " was used before", "choose an id that was never used");
        }
        int row = accounts.row(hold.account());
        long high = WideColumn.high(hold.amount().units());
        long low = WideColumn.low(hold.amount().units());
        if (!accounts.hold(row, high, low)) {
            return overflow(hold.amount());
        }
        undo.add(() -> accounts.unhold(row, high, low));
        holds.open(hold.hold(), new HoldTable.Hold(row, high, low));
        undo.add(() -> holds.undoOpen(hold.hold()));
        touched.add(row);
        return shortOf(row, hold.amount());
    }

    private Outcome.@Nullable Refused capture(LedgerOperation.Capture capture) {
        HoldTable.Hold hold = holds.find(capture.hold());
        if (hold == null) {
            return unknownHold(capture.hold().text());
        }
        LedgerAccountId debit = accounts.id(hold.account);
        Outcome.Refused unfit = unfit(capture.amount(), debit, capture.credit());
        if (unfit != null) {
            return unfit;
        }
        long high = WideColumn.high(capture.amount().units());
        long low = WideColumn.low(capture.amount().units());
        if (!hold.covers(high, low)) {
            return RefusalCode.LEDGER_HOLD_TOO_SMALL.refuse(
                    "hold " + capture.hold() + " has " + WideColumn.number(hold.high, hold.low) + " left, not "
                            + capture.amount().units(),
                    "capture no more than is left");
        }
        shrink(capture, hold, high, low);
        int credit = accounts.row(capture.credit());
        if (!move(hold.account, credit, capture.amount())) {
            return overflow(capture.amount());
        }
        return shortOf(credit, capture.amount());
    }

    private void shrink(LedgerOperation.Capture capture, HoldTable.Hold hold, long high, long low) {
        long beforeHigh = hold.high;
        long beforeLow = hold.low;
        accounts.unhold(hold.account, high, low);
        hold.reduce(high, low);
        undo.add(() -> {
            hold.high = beforeHigh;
            hold.low = beforeLow;
            if (!accounts.hold(hold.account, high, low)) {
                throw new IllegalStateException("a hold could not be given back");
            }
        });
        if (hold.isEmpty()) {
            holds.end(capture.hold());
            undo.add(() -> holds.undoEnd(capture.hold(), hold));
        }
    }

    private Outcome.@Nullable Refused release(LedgerOperation.Release release) {
        HoldTable.Hold hold = holds.find(release.hold());
        if (hold == null) {
            return unknownHold(release.hold().text());
        }
        accounts.unhold(hold.account, hold.high, hold.low);
        holds.end(release.hold());
        undo.add(() -> {
            holds.undoEnd(release.hold(), hold);
            if (!accounts.hold(hold.account, hold.high, hold.low)) {
                throw new IllegalStateException("a hold could not be given back");
            }
        });
        return null;
    }

    private Outcome.@Nullable Refused unfit(Money amount, LedgerAccountId... between) {
        if (amount.units().signum() == 0) {
            return RefusalCode.LEDGER_ZERO_AMOUNT.refuse("an amount is zero", "leave the operation out");
        }
        for (LedgerAccountId account : between) {
            if (!account.asset().equals(amount.asset())) {
                return RefusalCode.LEDGER_ASSET_MISMATCH.refuse(
                        account + " does not hold " + amount.asset(), "move value within one asset only");
            }
        }
        if (between.length == 2 && between[0].equals(between[1])) {
            return RefusalCode.LEDGER_SAME_ACCOUNT.refuse(
                    between[0] + " is on both sides", "name two different accounts");
        }
        return null;
    }

    private Outcome.@Nullable Refused shortOf(int row, Money amount) {
        if (!accounts.id(row).kind().isGuarded() || accounts.covered(row)) {
            return null;
        }
        return RefusalCode.LEDGER_INSUFFICIENT_FUNDS.refuse(
                accounts.id(row) + " has less than " + amount.units() + " available",
                "wait for funds, or ask for less");
    }

    private static Outcome.Refused overflow(Money amount) {
        return RefusalCode.LEDGER_OVERFLOW.refuse(
                amount.units() + " more " + amount.asset() + " would pass 2^127-1 units", "use a smaller amount");
    }

    private static Outcome.Refused unknownHold(String hold) {
        return RefusalCode.LEDGER_HOLD_UNKNOWN.refuse(
                "hold " + hold + " is not open", "look at what captured or released it");
    }

    /** Zeros if it has no entry yet. */
    public Balance balance(LedgerAccountId id) {
        return accounts.balance(id).orElseGet(() -> new Balance(id, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO));
    }

    /** The balances of a customer's account, by asset. */
    public List<Balance> balances(AccountId account) {
        List<Balance> result = new ArrayList<>();
        LedgerAccountId first = new LedgerAccountId(AccountKind.CUSTOMER, account.text(), FIRST_ASSET);
        for (int row : accounts.from(first, true)) {
            LedgerAccountId id = accounts.id(row);
            if (id.kind() != AccountKind.CUSTOMER || !id.owner().equals(account.text())) {
                break;
            }
            result.add(accounts.balance(row));
        }
        return result;
    }

    /** All accounts after one, in order, at most {@code limit}. */
    public List<Balance> accounts(Optional<LedgerAccountId> after, int limit) {
        List<Balance> result = new ArrayList<>();
        for (int row : after.map(id -> accounts.from(id, false)).orElseGet(accounts::all)) {
            if (result.size() >= limit) {
                break;
            }
            result.add(accounts.balance(row));
        }
        return result;
    }

    public TrialBalance trialBalance(long position) {
        return new TrialBalance(position, accounts.trialBalance());
    }

    /** The account of an open hold. */
    public Optional<LedgerAccountId> holder(HoldId id) {
        return Optional.ofNullable(holds.find(id)).map(hold -> accounts.id(hold.account));
    }

    public int openHolds() {
        return holds.openHolds();
    }

    public void writeTo(BinaryOut out) {
        accounts.writeTo(out);
        holds.writeTo(out);
    }

    /** Fills a ledger that is empty. */
    public void readFrom(BinaryIn in) throws IOException {
        accounts.readFrom(in);
        holds.readFrom(in, accounts.size());
        for (int row = 0; row < accounts.size(); row++) {
            if (!accounts.balanced(row)) {
                throw in.broken("debits and credits of " + accounts.id(row).asset() + " that differ");
            }
        }
    }
}
