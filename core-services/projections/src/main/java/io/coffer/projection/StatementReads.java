// SPDX-License-Identifier: Apache-2.0
package io.coffer.projection;

import io.coffer.api.asset.AssetId;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.Money;
import io.coffer.api.node.HistoryPage;
import io.coffer.api.node.Paging;
import io.coffer.api.node.Place;
import io.coffer.api.node.StatementEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Reads statements. */
final class StatementReads {
    private static final int NO_ACCOUNT = 0;
    static final Listing ENTRIES = new Listing(
            "e.time_ms, e.kind, e.amount, e.total, e.held, e.memo, c.kind as counter_kind, c.owner as counter_owner"
                    + " from projection.ledger_entry e"
                    + " left join projection.ledger_account c on c.number = e.counter",
            Optional.of("e.account"),
            "e.position",
            "e.event_index");

    private StatementReads() {}

    static HistoryPage<StatementEntry> page(Connection connection, LedgerAccountId account, Paging paging)
            throws SQLException {
        return ENTRIES.page(
                connection, number(connection, account), paging, (row, place) -> entry(row, place, account.asset()));
    }

    private static int number(Connection connection, LedgerAccountId account) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select number from projection.ledger_account where kind = ? and owner = ? and asset = ?")) {
            statement.setString(1, account.kind().name());
            statement.setString(2, account.owner());
            statement.setString(3, account.asset().code());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getInt(1) : NO_ACCOUNT;
            }
        }
    }

    private static StatementEntry entry(ResultSet row, Place place, AssetId asset) throws SQLException {
        Optional<String> counterKind = Columns.text(row, "counter_kind");
        Optional<String> counterOwner = Columns.text(row, "counter_owner");
        Optional<LedgerAccountId> counter =
                counterKind.map(kind -> new LedgerAccountId(AccountKind.valueOf(kind), counterOwner.orElse(""), asset));
        return new StatementEntry(
                place,
                row.getLong("time_ms"),
                new StatementEntry.Change(
                        StatementEntry.Kind.valueOf(row.getString("kind")),
                        new Money(asset, Columns.whole(row, "amount")),
                        counter),
                new StatementEntry.Standing(Columns.whole(row, "total"), Columns.whole(row, "held")),
                row.getString("memo"));
    }
}
