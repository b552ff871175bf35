// SPDX-License-Identifier: Apache-2.0
package io.coffer.projection;

import io.coffer.api.core.JournalEvent;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.DepositKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Deposits as they stand, and each of their changes. */
final class DepositRows implements AutoCloseable {
    private final RowBatch transitions;
    private final RowBatch changed;
    private final RowBatch created;
    private final Map<String, Changed> waiting = new LinkedHashMap<>();

    /** A deposit that changed since the last flush, for the first and the last time. */
    private record Changed(JournalEvent first, JournalEvent last, Deposit deposit) {}

    DepositRows(Connection connection) throws SQLException {
        this.transitions = RowBatch.into(
                connection,
                "deposit_transition",
                "deposit, position, event_index, time_ms, account, chain_state, state, generation, reason,"
                        + " block_height, block_hash");
        this.changed = new RowBatch(
                connection,
                "update projection.deposit set last_position = ?, last_index = ?, changed_at_ms = ?, account = ?,"
                        + " caip19 = ?, units = ?, block_height = ?, block_hash = ?, chain_state = ?, state = ?,"
                        + " generation = ?, reason = ?, detected_at_ms = ? where id = ?");
        this.created = RowBatch.into(
                connection,
                "deposit",
                "id, first_position, first_index, last_position, last_index, changed_at_ms, account, chain, tx,"
                        + " tx_position, address, tag, caip19, units, block_height, block_hash, chain_state, state,"
                        + " generation, reason, detected_at_ms");
    }

    void apply(JournalEvent event, Deposit deposit) throws SQLException {
        String id = deposit.key().id();
        Deposit.Progress progress = deposit.progress();
        transitions.add(
                id,
                event.position(),
                event.index(),
                event.timeMs(),
                deposit.account().map(AccountId::text).orElse(null),
                progress.chain().name(),
                progress.state().name(),
                progress.generation(),
                progress.reason().orElse(null),
                deposit.block().height(),
                deposit.block().hash());
        Changed before = waiting.get(id);
        waiting.put(id, new Changed(before == null ? event : before.first, event, deposit));
    }

    void flush() throws SQLException {
        transitions.flush();
        List<Changed> all = new ArrayList<>(waiting.values());
        waiting.clear();
        for (Changed each : all) {
            update(each);
        }
        int[] touched = changed.flush();
        for (int i = 0; i < touched.length; i++) {
            if (touched[i] == 0) {
                insert(all.get(i));
            }
        }
        created.flush();
    }

    private void update(Changed each) throws SQLException {
        Deposit deposit = each.deposit;
        Deposit.Progress progress = deposit.progress();
        changed.add(
                each.last.position(),
                each.last.index(),
                each.last.timeMs(),
                deposit.account().map(AccountId::text).orElse(null),
                deposit.amount().asset().caip19(),
                deposit.amount().units(),
                deposit.block().height(),
                deposit.block().hash(),
                progress.chain().name(),
                progress.state().name(),
                progress.generation(),
                progress.reason().orElse(null),
                deposit.detectedAtMs(),
                deposit.key().id());
    }

    private void insert(Changed each) throws SQLException {
        Deposit deposit = each.deposit;
        DepositKey key = deposit.key();
        Deposit.Progress progress = deposit.progress();
        created.add(
                key.id(),
                each.first.position(),
                each.first.index(),
                each.last.position(),
                each.last.index(),
                each.last.timeMs(),
                deposit.account().map(AccountId::text).orElse(null),
                key.to().chain().caip2(),
                key.tx().text(),
                key.position(),
                key.to().text(),
                key.tag().orElse(null),
                deposit.amount().asset().caip19(),
                deposit.amount().units(),
                deposit.block().height(),
                deposit.block().hash(),
                progress.chain().name(),
                progress.state().name(),
                progress.generation(),
                progress.reason().orElse(null),
                deposit.detectedAtMs());
    }

    @Override
    public void close() throws SQLException {
        Closing.all(transitions, changed, created);
    }
}
