// SPDX-License-Identifier: Apache-2.0
package io.coffer.projection;

import io.coffer.api.asset.OutboundHalt;
import io.coffer.api.core.Event;
import io.coffer.api.core.JournalEvent;
import io.coffer.api.wallet.FrozenAccount;
import java.sql.Connection;
import java.sql.SQLException;

/** Assets that were halted and released, accounts that were frozen and unfrozen: a row for each time. */
final class HaltRows implements AutoCloseable {
    private final RowBatch halts;
    private final RowBatch freezes;

    HaltRows(Connection connection) throws SQLException {
        this.halts = RowBatch.into(
                connection,
                "outbound_halt_change",
                "asset, position, event_index, time_ms, halted, decided_by, reason");
        this.freezes = RowBatch.into(
                connection,
                "account_freeze_change",
                "account, position, event_index, time_ms, frozen, decided_by, reason");
    }

    void apply(JournalEvent event, OutboundHalt halt) throws SQLException {
        halts.add(halt.asset().code(), event.position(), event.index(), event.timeMs(), true, null, halt.reason());
    }

    void apply(JournalEvent event, Event.OutboundReleased released) throws SQLException {
        halts.add(
                released.asset().code(),
                event.position(),
                event.index(),
                event.timeMs(),
                false,
                released.decidedBy(),
                released.reason());
    }

    void apply(JournalEvent event, FrozenAccount frozen) throws SQLException {
        freezes.add(
                frozen.account().text(), event.position(), event.index(), event.timeMs(), true, null, frozen.reason());
    }

    void apply(JournalEvent event, Event.AccountUnfrozen unfrozen) throws SQLException {
        freezes.add(
                unfrozen.account().text(),
                event.position(),
                event.index(),
                event.timeMs(),
                false,
                unfrozen.decidedBy(),
                unfrozen.reason());
    }

    void flush() throws SQLException {
        halts.flush();
        freezes.flush();
    }

    @Override
    public void close() throws SQLException {
        Closing.all(halts, freezes);
    }
}
