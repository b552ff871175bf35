// SPDX-License-Identifier: Apache-2.0
package io.coffer.projection;

import io.coffer.api.node.DepositStep;
import io.coffer.api.node.HistoryPage;
import io.coffer.api.node.Paging;
import io.coffer.api.node.Place;
import io.coffer.api.node.Recorded;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.DepositChainState;
import io.coffer.api.wallet.DepositKey;
import io.coffer.api.wallet.DepositState;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Reads deposits and their changes. */
final class DepositReads {
    private static final String DEPOSITS = "last_position, last_index, changed_at_ms, account, chain, tx, tx_position,"
            + " address, tag, caip19, units, block_height, block_hash, chain_state, state, generation, reason,"
            + " detected_at_ms from projection.deposit";
    static final Listing ALL = new Listing(DEPOSITS, Optional.empty(), "first_position", "first_index");
    static final Listing OF_ACCOUNT = new Listing(DEPOSITS, Optional.of("account"), "first_position", "first_index");
    static final Listing STEPS = new Listing(
            "time_ms, chain_state, state, generation, reason, block_height, block_hash"
                    + " from projection.deposit_transition",
            Optional.of("deposit"),
            "position",
            "event_index");

    private DepositReads() {}

    static HistoryPage<Recorded<Deposit>> page(Connection connection, Optional<AccountId> account, Paging paging)
            throws SQLException {
        return (account.isPresent() ? OF_ACCOUNT : ALL)
                .page(connection, account.map(AccountId::text).orElse(""), paging, DepositReads::recorded);
    }

    static HistoryPage<DepositStep> steps(Connection connection, String id, Paging paging) throws SQLException {
        return STEPS.page(
                connection,
                id,
                paging,
                (row, place) -> new DepositStep(place, row.getLong("time_ms"), progress(row), block(row)));
    }

    private static Recorded<Deposit> recorded(ResultSet row, Place first) throws SQLException {
        Place last = new Place(row.getLong("last_position"), row.getInt("last_index"));
        return new Recorded<>(first, last, row.getLong("changed_at_ms"), deposit(row));
    }

    private static Deposit deposit(ResultSet row) throws SQLException {
        DepositKey key = new DepositKey(
                new TxId(row.getString("tx")),
                row.getInt("tx_position"),
                new Address(new ChainId(row.getString("chain")), row.getString("address")),
                Columns.text(row, "tag"));
        return new Deposit(
                key,
                Columns.text(row, "account").map(AccountId::new),
                new Amount(new NetworkAssetId(row.getString("caip19")), Columns.whole(row, "units")),
                block(row),
                progress(row),
                row.getLong("detected_at_ms"));
    }

    private static Deposit.Progress progress(ResultSet row) throws SQLException {
        return new Deposit.Progress(
                DepositChainState.valueOf(row.getString("chain_state")),
                DepositState.valueOf(row.getString("state")),
                row.getInt("generation"),
                Columns.text(row, "reason"));
    }

    private static BlockRef block(ResultSet row) throws SQLException {
        return new BlockRef(row.getLong("block_height"), row.getString("block_hash"));
    }
}
