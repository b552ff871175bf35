// SPDX-License-Identifier: Apache-2.0
package io.coffer.projection;

import io.coffer.api.core.JournalEvent;
import io.coffer.api.request.Refusal;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalRequest;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.Utxo;
import io.coffer.spi.money.Amount;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Withdrawals as they stand with their attempts, and each of their changes. Signed bytes are left out. */
final class WithdrawalRows implements AutoCloseable {
    private final RowBatch transitions;
    private final RowBatch changed;
    private final RowBatch created;
    private final RowBatch oldAttempts;
    private final RowBatch oldInputs;
    private final RowBatch attempts;
    private final RowBatch inputs;
    private final Map<WithdrawalId, Changed> waiting = new LinkedHashMap<>();

    /** A withdrawal that changed since the last flush, for the first and the last time. */
    private record Changed(JournalEvent first, JournalEvent last, Withdrawal withdrawal) {}

    WithdrawalRows(Connection connection) throws SQLException {
        this.transitions = RowBatch.into(
                connection,
                "withdrawal_transition",
                "withdrawal, position, event_index, time_ms, state, attempt, tx, block_height, block_hash,"
                        + " refusal_code, refusal_message, refusal_next");
        this.changed = new RowBatch(
                connection,
                "update projection.withdrawal set last_position = ?, last_index = ?, changed_at_ms = ?, state = ?,"
                        + " refusal_code = ?, refusal_message = ?, refusal_next = ? where id = ?");
        this.created = RowBatch.into(
                connection,
                "withdrawal",
                "id, first_position, first_index, last_position, last_index, changed_at_ms, account, house, house_from,"
                        + " house_purpose, chain, address,"
                        + " tag, caip19, units, fee_caip19, fee_cap, external_id, state, refusal_code,"
                        + " refusal_message, refusal_next, requested_at_ms");
        this.oldAttempts = new RowBatch(connection, "delete from projection.withdrawal_attempt where withdrawal = ?");
        this.oldInputs = new RowBatch(connection, "delete from projection.withdrawal_input where withdrawal = ?");
        this.attempts = RowBatch.into(
                connection,
                "withdrawal_attempt",
                "withdrawal, number, sender, sequence, fee_caip19, fee_rate, fee_tip, fee_weight, tx, block_height,"
                        + " block_hash, paid_caip19, paid_units");
        this.inputs = RowBatch.into(
                connection,
                "withdrawal_input",
                "withdrawal, attempt, number, tx, output_index, address, caip19, units, curve, public_key");
    }

    void apply(JournalEvent event, Withdrawal withdrawal) throws SQLException {
        Optional<Attempt> attempt = withdrawal.attempt();
        Optional<BlockRef> block = attempt.flatMap(Attempt::block);
        Optional<Refusal> refusal = withdrawal.refusal();
        transitions.add(
                withdrawal.id().text(),
                event.position(),
                event.index(),
                event.timeMs(),
                withdrawal.state().name(),
                attempt.map(Attempt::number).orElse(0),
                attempt.flatMap(Attempt::signed)
                        .map(signed -> signed.id().text())
                        .orElse(null),
                block.map(BlockRef::height).orElse(null),
                block.map(BlockRef::hash).orElse(null),
                refusal.map(Refusal::code).orElse(null),
                refusal.map(Refusal::message).orElse(null),
                refusal.map(Refusal::nextStep).orElse(null));
        Changed before = waiting.get(withdrawal.id());
        waiting.put(withdrawal.id(), new Changed(before == null ? event : before.first, event, withdrawal));
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
            Withdrawal withdrawal = all.get(i).withdrawal;
            if (touched[i] == 0) {
                insert(all.get(i));
            } else {
                // Also where there is none any more: an attempt that was taken back leaves nothing.
                oldAttempts.add(withdrawal.id().text());
                oldInputs.add(withdrawal.id().text());
            }
            for (Attempt attempt : withdrawal.attempts()) {
                add(withdrawal, attempt);
            }
        }
        created.flush();
        oldAttempts.flush();
        oldInputs.flush();
        attempts.flush();
        inputs.flush();
    }

    private void update(Changed each) throws SQLException {
        Optional<Refusal> refusal = each.withdrawal.refusal();
        changed.add(
                each.last.position(),
                each.last.index(),
                each.last.timeMs(),
                each.withdrawal.state().name(),
                refusal.map(Refusal::code).orElse(null),
                refusal.map(Refusal::message).orElse(null),
                refusal.map(Refusal::nextStep).orElse(null),
                each.withdrawal.id().text());
    }

    private void insert(Changed each) throws SQLException {
        Withdrawal withdrawal = each.withdrawal;
        WithdrawalRequest request = withdrawal.request();
        Optional<Payer.House> house = request.house();
        Optional<Refusal> refusal = withdrawal.refusal();
        created.add(
                withdrawal.id().text(),
                each.first.position(),
                each.first.index(),
                each.last.position(),
                each.last.index(),
                each.last.timeMs(),
                request.account().map(AccountId::text).orElse(null),
                house.isPresent(),
                house.map(payer -> payer.from().text()).orElse(null),
                house.map(payer -> payer.purpose().name()).orElse(null),
                request.to().chain().caip2(),
                request.to().text(),
                request.tag().orElse(null),
                request.amount().asset().caip19(),
                request.amount().units(),
                request.feeCap().asset().caip19(),
                request.feeCap().units(),
                request.externalId().orElse(null),
                withdrawal.state().name(),
                refusal.map(Refusal::code).orElse(null),
                refusal.map(Refusal::message).orElse(null),
                refusal.map(Refusal::nextStep).orElse(null),
                withdrawal.requestedAtMs());
    }

    private void add(Withdrawal withdrawal, Attempt attempt) throws SQLException {
        FeeQuote fee = attempt.preparation().fee();
        Optional<Amount> paid = attempt.feePaid();
        attempts.add(
                withdrawal.id().text(),
                attempt.number(),
                attempt.preparation().sender().text(),
                attempt.preparation().sequence().isPresent()
                        ? attempt.preparation().sequence().getAsLong()
                        : null,
                fee.asset().caip19(),
                fee.rate(),
                fee.tip(),
                fee.weight(),
                attempt.signed().map(signed -> signed.id().text()).orElse(null),
                attempt.block().map(BlockRef::height).orElse(null),
                attempt.block().map(BlockRef::hash).orElse(null),
                paid.map(amount -> amount.asset().caip19()).orElse(null),
                paid.map(Amount::units).orElse(null));
        List<Utxo> spent = attempt.preparation().inputs();
        for (int number = 0; number < spent.size(); number++) {
            Utxo input = spent.get(number);
            inputs.add(
                    withdrawal.id().text(),
                    attempt.number(),
                    number,
                    input.tx().text(),
                    input.index(),
                    input.address().text(),
                    input.amount().asset().caip19(),
                    input.amount().units(),
                    input.owner().curve().name(),
                    input.owner().encoded().toHex());
        }
    }

    @Override
    public void close() throws SQLException {
        Closing.all(transitions, changed, created, oldAttempts, oldInputs, attempts, inputs);
    }
}
