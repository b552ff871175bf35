// SPDX-License-Identifier: Apache-2.0
package io.coffer.projection;

import io.coffer.api.core.Event;
import io.coffer.api.core.JournalEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Turns events into rows. The position goes into the same transaction as the rows, so it does not matter how much of
 * the file's end a crash takes away. After a failure it must not be used again.
 */
final class Projector implements AutoCloseable {
    private final Connection connection;
    private final LedgerRows ledger;
    private final DepositRows deposits;
    private final WithdrawalRows withdrawals;
    private final RegistryRows registry;
    private final HaltRows halts;
    private final PreparedStatement mark;

    Projector(Connection connection) throws SQLException {
        this.connection = connection;
        this.ledger = new LedgerRows(connection);
        this.deposits = new DepositRows(connection);
        this.withdrawals = new WithdrawalRows(connection);
        this.registry = new RegistryRows(connection);
        this.halts = new HaltRows(connection);
        this.mark = connection.prepareStatement(
                "update projection.progress set position = ?, proof_position = ?, proof = ? where id = 1");
    }

    /**
     * Takes events in and commits.
     *
     * @param events in order, of whole commands, none that was taken before
     * @param progress after them
     */
    void apply(List<JournalEvent> events, Progress progress) throws SQLException, UnusableStoreException {
        for (JournalEvent event : events) {
            apply(event);
        }
        registry.flush();
        halts.flush();
        ledger.flush();
        deposits.flush();
        withdrawals.flush();
        mark.setLong(1, progress.position());
        mark.setLong(2, progress.proofPosition());
        mark.setString(3, progress.proof());
        mark.executeUpdate();
        connection.commit();
    }

    private void apply(JournalEvent placed) throws SQLException, UnusableStoreException {
        Event event = placed.event();
        if (event instanceof Event.LedgerMoved moved) {
            ledger.apply(placed, moved.operation(), moved.memo());
        } else if (event instanceof Event.DepositChanged changed) {
            deposits.apply(placed, changed.deposit());
        } else if (event instanceof Event.WithdrawalChanged changed) {
            withdrawals.apply(placed, changed.withdrawal());
        } else {
            register(placed, event);
        }
    }

    private void register(JournalEvent placed, Event event) throws SQLException {
        if (event instanceof Event.AssetListed listed) {
            registry.apply(placed, listed.asset());
        } else if (event instanceof Event.NetworkListed listed) {
            registry.apply(placed, listed.listing());
        } else if (event instanceof Event.LimitSet set) {
            registry.apply(placed, set.rule());
        } else if (event instanceof Event.LimitRemoved removed) {
            registry.apply(placed, removed.rule());
        } else if (event instanceof Event.OutboundHalted halted) {
            halts.apply(placed, halted.halt());
        } else if (event instanceof Event.OutboundReleased released) {
            halts.apply(placed, released);
        } else if (event instanceof Event.AccountFrozen frozen) {
            halts.apply(placed, frozen.frozen());
        } else if (event instanceof Event.AccountUnfrozen unfrozen) {
            halts.apply(placed, unfrozen);
        } else if (event instanceof Event.CustomerCreated created) {
            registry.apply(placed, created.customer());
        } else if (event instanceof Event.AccountOpened opened) {
            registry.apply(placed, opened.account());
        } else if (event instanceof Event.AddressBound bound) {
            registry.apply(placed, bound.address());
        }
        // Cursors and what operators decided on halts are left out: the state has them. Heads are no history, and
        // reading them again gives other ones.
    }

    @Override
    public void close() throws SQLException {
        Closing.all(ledger, deposits, withdrawals, registry, halts, mark);
    }
}
