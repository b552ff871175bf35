// SPDX-License-Identifier: Apache-2.0
package io.coffer.projection;

import io.coffer.api.asset.AssetId;
import io.coffer.api.core.JournalEvent;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.HoldId;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.LedgerOperation;
import io.coffer.api.node.StatementEntry.Kind;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Entries with running balances, the accounts that they are of, and the holds that are open. */
final class LedgerRows implements AutoCloseable {
    /** Accounts that are remembered between transactions. */
    private static final int MAX_REMEMBERED = 50_000;

    private final PreparedStatement findAccount;
    private final PreparedStatement findHold;
    private final RowBatch entries;
    private final RowBatch newAccounts;
    private final RowBatch changedAccounts;
    private final RowBatch newHolds;
    private final RowBatch changedHolds;
    private final RowBatch endedHolds;
    private final Map<LedgerAccountId, Account> accounts = new LinkedHashMap<>();
    private final Set<Account> touched = new LinkedHashSet<>();
    private final Map<HoldId, Held> holds = new LinkedHashMap<>();
    private int nextNumber;

    LedgerRows(Connection connection) throws SQLException {
        this.findAccount = connection.prepareStatement("select number, debits, credits, held"
                + " from projection.ledger_account where kind = ? and owner = ? and asset = ?");
        this.findHold = connection.prepareStatement(
                "select kind, owner, asset, remaining from projection.ledger_hold where hold = ?");
        this.entries = RowBatch.into(
                connection,
                "ledger_entry",
                "account, position, event_index, time_ms, kind, amount, counter, total, held, memo");
        this.newAccounts = RowBatch.into(
                connection,
                "ledger_account",
                "number, kind, owner, asset, position, event_index, debits, credits, held");
        this.changedAccounts = new RowBatch(
                connection, "update projection.ledger_account set debits = ?, credits = ?, held = ? where number = ?");
        this.newHolds = RowBatch.into(connection, "ledger_hold", "hold, kind, owner, asset, remaining");
        this.changedHolds = new RowBatch(connection, "update projection.ledger_hold set remaining = ? where hold = ?");
        this.endedHolds = new RowBatch(connection, "delete from projection.ledger_hold where hold = ?");
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select coalesce(max(number), 0) + 1 from projection.ledger_account")) {
            row.next();
            this.nextNumber = row.getInt(1);
        }
    }

    /** An account of the ledger as it stands. */
    private static final class Account {
        final int number;
        final LedgerAccountId id;
        final @Nullable JournalEvent first;
        boolean stored;
        BigInteger debits = BigInteger.ZERO;
        BigInteger credits = BigInteger.ZERO;
        BigInteger held = BigInteger.ZERO;

        /** @param first what it came into being with; null if the store has it */
        Account(int number, LedgerAccountId id, @Nullable JournalEvent first) {
            this.number = number;
            this.id = id;
            this.first = first;
            this.stored = first == null;
        }

        BigInteger total() {
            return id.kind().isDebitNormal() ? debits.subtract(credits) : credits.subtract(debits);
        }
    }

    /** A hold as it stands. */
    private static final class Held {
        final LedgerAccountId account;
        final boolean stored;
        BigInteger remaining;

        Held(LedgerAccountId account, BigInteger remaining, boolean stored) {
            this.account = account;
            this.remaining = remaining;
            this.stored = stored;
        }
    }

    void apply(JournalEvent event, LedgerOperation operation, String memo) throws SQLException, UnusableStoreException {
        if (operation instanceof LedgerOperation.Post post) {
            move(event, post.debit(), post.credit(), post.amount().units(), memo);
        } else if (operation instanceof LedgerOperation.Hold hold) {
            Account account = account(hold.account(), event);
            account.held = account.held.add(hold.amount().units());
            holds.put(hold.hold(), new Held(hold.account(), hold.amount().units(), false));
            enter(event, account, Kind.HOLD, hold.amount().units(), null, memo);
        } else if (operation instanceof LedgerOperation.Capture capture) {
            Held held = held(capture.hold());
            BigInteger units = capture.amount().units();
            held.remaining = held.remaining.subtract(units);
            Account account = account(held.account, event);
            account.held = account.held.subtract(units);
            move(event, held.account, capture.credit(), units, memo);
        } else if (operation instanceof LedgerOperation.Release release) {
            Held held = held(release.hold());
            BigInteger units = held.remaining;
            held.remaining = BigInteger.ZERO;
            Account account = account(held.account, event);
            account.held = account.held.subtract(units);
            enter(event, account, Kind.RELEASE, units, null, memo);
        }
    }

    private void move(
            JournalEvent event, LedgerAccountId debitId, LedgerAccountId creditId, BigInteger units, String memo)
            throws SQLException {
        Account debit = account(debitId, event);
        Account credit = account(creditId, event);
        debit.debits = debit.debits.add(units);
        credit.credits = credit.credits.add(units);
        enter(event, debit, Kind.DEBIT, units, credit.number, memo);
        enter(event, credit, Kind.CREDIT, units, debit.number, memo);
    }

    private void enter(
            JournalEvent event, Account account, Kind kind, BigInteger units, @Nullable Integer counter, String memo)
            throws SQLException {
        entries.add(
                account.number,
                event.position(),
                event.index(),
                event.timeMs(),
                kind.name(),
                units,
                counter,
                account.total(),
                account.held,
                memo);
    }

    private Account account(LedgerAccountId id, JournalEvent event) throws SQLException {
        // Taken out and put back: what is used moves to the end, and what is forgotten first stands at the beginning.
        Account account = accounts.remove(id);
        if (account == null) {
            account = load(id);
        }
        if (account == null) {
            account = new Account(nextNumber++, id, event);
        }
        accounts.put(id, account);
        touched.add(account);
        return account;
    }

    private @Nullable Account load(LedgerAccountId id) throws SQLException {
        findAccount.setString(1, id.kind().name());
        findAccount.setString(2, id.owner());
        findAccount.setString(3, id.asset().code());
        try (ResultSet row = findAccount.executeQuery()) {
            if (!row.next()) {
                return null;
            }
            Account account = new Account(row.getInt(1), id, null);
            account.debits = Columns.whole(row, 2);
            account.credits = Columns.whole(row, 3);
            account.held = Columns.whole(row, 4);
            return account;
        }
    }

    private Held held(HoldId id) throws SQLException, UnusableStoreException {
        Held held = holds.get(id);
        if (held != null) {
            return held;
        }
        findHold.setString(1, id.text());
        try (ResultSet row = findHold.executeQuery()) {
            if (!row.next()) {
                throw new UnusableStoreException("hold " + id + " is open in the journal but not here");
            }
            LedgerAccountId account = new LedgerAccountId(
                    AccountKind.valueOf(row.getString(1)), row.getString(2), new AssetId(row.getString(3)));
            Held found = new Held(account, Columns.whole(row, 4), true);
            holds.put(id, found);
            return found;
        }
    }

    /** Sends everything; it counts once the transaction is committed. */
    void flush() throws SQLException {
        for (Account account : touched) {
            JournalEvent first = account.first;
            if (account.stored || first == null) {
                changedAccounts.add(account.debits, account.credits, account.held, account.number);
            } else {
                newAccounts.add(
                        account.number,
                        account.id.kind().name(),
                        account.id.owner(),
                        account.id.asset().code(),
                        first.position(),
                        first.index(),
                        account.debits,
                        account.credits,
                        account.held);
                account.stored = true;
            }
        }
        touched.clear();
        flushHolds();
        newAccounts.flush();
        changedAccounts.flush();
        entries.flush();
        while (accounts.size() > MAX_REMEMBERED) {
            accounts.remove(accounts.keySet().iterator().next());
        }
    }

    private void flushHolds() throws SQLException {
        for (Map.Entry<HoldId, Held> each : holds.entrySet()) {
            Held held = each.getValue();
            String id = each.getKey().text();
            if (held.remaining.signum() == 0) {
                if (held.stored) {
                    endedHolds.add(id);
                }
            } else if (held.stored) {
                changedHolds.add(held.remaining, id);
            } else {
                LedgerAccountId account = held.account;
                newHolds.add(
                        id,
                        account.kind().name(),
                        account.owner(),
                        account.asset().code(),
                        held.remaining);
            }
        }
        holds.clear();
        newHolds.flush();
        changedHolds.flush();
        endedHolds.flush();
    }

    @Override
    public void close() throws SQLException {
        Closing.all(findAccount, findHold, entries, newAccounts, changedAccounts, newHolds, changedHolds, endedHolds);
    }
}
