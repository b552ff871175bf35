// SPDX-License-Identifier: Apache-2.0
package io.coffer.projection;

import io.coffer.api.node.HistoryPage;
import io.coffer.api.node.Paging;
import io.coffer.api.node.Place;
import io.coffer.api.node.Recorded;
import io.coffer.api.node.WithdrawalStep;
import io.coffer.api.request.Refusal;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.HousePurpose;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.Preparation;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalRequest;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.Utxo;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAssetId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads withdrawals and their changes. */
final class WithdrawalReads implements AutoCloseable {
    private static final String WITHDRAWALS = "last_position, last_index, changed_at_ms, id, account, house_from,"
            + " house_purpose, chain, address, tag, caip19, units, fee_caip19, fee_cap, external_id, state, refusal_code, refusal_message,"
            + " refusal_next, requested_at_ms from projection.withdrawal";
    /** A transfer of the house or a customer's withdrawal: the column by which both lists have an index. */
    static final Listing OF_KIND = new Listing(WITHDRAWALS, Optional.of("house"), "first_position", "first_index");

    static final Listing OF_ACCOUNT = new Listing(WITHDRAWALS, Optional.of("account"), "first_position", "first_index");
    static final Listing STEPS = new Listing(
            "time_ms, state, attempt, tx, block_height, block_hash, refusal_code, refusal_message, refusal_next"
                    + " from projection.withdrawal_transition",
            Optional.of("withdrawal"),
            "position",
            "event_index");

    private final PreparedStatement attempts;
    private final PreparedStatement inputs;

    private WithdrawalReads(Connection connection) throws SQLException {
        this.attempts = connection.prepareStatement(
                "select * from projection.withdrawal_attempt where withdrawal = ? order by number");
        this.inputs = connection.prepareStatement(
                "select * from projection.withdrawal_input where withdrawal = ? and attempt = ? order by number");
    }

    /** Customers' withdrawals, or those of one account. */
    static HistoryPage<Recorded<Withdrawal>> page(Connection connection, Optional<AccountId> account, Paging paging)
            throws SQLException {
        return account.isPresent()
                ? page(connection, OF_ACCOUNT, account.get().text(), paging)
                : page(connection, OF_KIND, false, paging);
    }

    /** Transfers of the house. */
    static HistoryPage<Recorded<Withdrawal>> transfers(Connection connection, Paging paging) throws SQLException {
        return page(connection, OF_KIND, true, paging);
    }

    private static HistoryPage<Recorded<Withdrawal>> page(
            Connection connection, Listing listing, Object owned, Paging paging) throws SQLException {
        try (WithdrawalReads reads = new WithdrawalReads(connection)) {
            return listing.page(connection, owned, paging, reads::recorded);
        }
    }

    static HistoryPage<WithdrawalStep> steps(Connection connection, WithdrawalId id, Paging paging)
            throws SQLException {
        return STEPS.page(connection, id.text(), paging, WithdrawalReads::step);
    }

    private static WithdrawalStep step(ResultSet row, Place place) throws SQLException {
        return new WithdrawalStep(
                place,
                row.getLong("time_ms"),
                WithdrawalState.valueOf(row.getString("state")),
                new WithdrawalStep.Details(
                        row.getInt("attempt"), Columns.text(row, "tx").map(TxId::new), block(row), refusal(row)));
    }

    private Recorded<Withdrawal> recorded(ResultSet row, Place first) throws SQLException {
        Place last = new Place(row.getLong("last_position"), row.getInt("last_index"));
        return new Recorded<>(first, last, row.getLong("changed_at_ms"), withdrawal(row));
    }

    private Withdrawal withdrawal(ResultSet row) throws SQLException {
        ChainId chain = new ChainId(row.getString("chain"));
        WithdrawalId id = new WithdrawalId(row.getString("id"));
        WithdrawalRequest request = new WithdrawalRequest(
                payer(row, chain),
                new Address(chain, row.getString("address")),
                Columns.text(row, "tag"),
                amount(row, "caip19", "units"),
                amount(row, "fee_caip19", "fee_cap"),
                Columns.text(row, "external_id"));
        return new Withdrawal(
                id,
                request,
                WithdrawalState.valueOf(row.getString("state")),
                refusal(row),
                attempts(id, chain),
                row.getLong("requested_at_ms"));
    }

    private static Payer payer(ResultSet row, ChainId chain) throws SQLException {
        Optional<String> account = Columns.text(row, "account");
        return account.isPresent()
                ? new Payer.Customer(new AccountId(account.get()))
                : new Payer.House(
                        new Address(chain, row.getString("house_from")),
                        HousePurpose.valueOf(row.getString("house_purpose")));
    }

    private List<Attempt> attempts(WithdrawalId withdrawal, ChainId chain) throws SQLException {
        List<Attempt> found = new ArrayList<>();
        attempts.setString(1, withdrawal.text());
        try (ResultSet row = attempts.executeQuery()) {
            while (row.next()) {
                found.add(attempt(row, withdrawal, chain));
            }
        }
        return found;
    }

    private Attempt attempt(ResultSet row, WithdrawalId withdrawal, ChainId chain) throws SQLException {
        int number = row.getInt("number");
        long sequence = row.getLong("sequence");
        OptionalLong reserved = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(sequence);
        FeeQuote fee = new FeeQuote(
                new NetworkAssetId(row.getString("fee_caip19")),
                Columns.whole(row, "fee_rate"),
                Columns.whole(row, "fee_tip"),
                row.getLong("fee_weight"));
        Preparation preparation = new Preparation(
                new Address(chain, row.getString("sender")), reserved, inputs(withdrawal, number, chain), fee);
        Optional<Amount> paid = Columns.text(row, "paid_caip19").isPresent()
                ? Optional.of(amount(row, "paid_caip19", "paid_units"))
                : Optional.empty();
        return new Attempt(
                number,
                preparation,
                Columns.text(row, "tx").map(tx -> new SignedTx(chain, new TxId(tx), Bytes.EMPTY)),
                block(row),
                paid);
    }

    private List<Utxo> inputs(WithdrawalId withdrawal, int attempt, ChainId chain) throws SQLException {
        List<Utxo> found = new ArrayList<>();
        inputs.setString(1, withdrawal.text());
        inputs.setInt(2, attempt);
        try (ResultSet row = inputs.executeQuery()) {
            while (row.next()) {
                found.add(new Utxo(
                        new TxId(row.getString("tx")),
                        row.getInt("output_index"),
                        new Address(chain, row.getString("address")),
                        amount(row, "caip19", "units"),
                        new PublicKey(
                                PublicKey.Curve.valueOf(row.getString("curve")),
                                Bytes.hex(row.getString("public_key")))));
            }
        }
        return found;
    }

    private static Amount amount(ResultSet row, String asset, String units) throws SQLException {
        return new Amount(new NetworkAssetId(row.getString(asset)), Columns.whole(row, units));
    }

    private static Optional<BlockRef> block(ResultSet row) throws SQLException {
        long height = row.getLong("block_height");
        return Columns.text(row, "block_hash").map(hash -> new BlockRef(height, hash));
    }

    private static Optional<Refusal> refusal(ResultSet row) throws SQLException {
        Optional<String> code = Columns.text(row, "refusal_code");
        return code.isEmpty()
                ? Optional.empty()
                : Optional.of(new Refusal(code.get(), row.getString("refusal_message"), row.getString("refusal_next")));
    }

    @Override
    public void close() throws SQLException {
        Closing.all(attempts, inputs);
    }
}
