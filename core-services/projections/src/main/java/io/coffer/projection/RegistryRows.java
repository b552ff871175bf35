// SPDX-License-Identifier: Apache-2.0
package io.coffer.projection;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.JournalEvent;
import io.coffer.api.wallet.Account;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Customer;
import io.coffer.api.wallet.LimitRule;
import io.coffer.api.wallet.LimitRuleId;
import io.coffer.api.wallet.OwnAddress;
import java.sql.Connection;
import java.sql.SQLException;

/** Assets, listings, limits, customers, accounts and addresses: a row for every change, and none is ever changed. */
final class RegistryRows implements AutoCloseable {
    private final RowBatch assets;
    private final RowBatch listings;
    private final RowBatch limits;
    private final RowBatch customers;
    private final RowBatch accounts;
    private final RowBatch addresses;

    RegistryRows(Connection connection) throws SQLException {
        this.assets = RowBatch.into(connection, "asset", "code, position, event_index, time_ms, decimals");
        this.listings = RowBatch.into(
                connection,
                "network_listing_change",
                "caip19, position, event_index, time_ms, decimals, asset, minimum_deposit, deposits, withdrawals");
        this.limits = RowBatch.into(
                connection,
                "limit_change",
                "rule, position, event_index, time_ms, removed, account, asset, per_transaction, per_day");
        this.customers = RowBatch.into(connection, "customer", "id, position, event_index, created_at_ms");
        this.accounts = RowBatch.into(connection, "account", "id, position, event_index, customer, created_at_ms");
        this.addresses = RowBatch.into(
                connection,
                "address",
                "chain, address, position, event_index, time_ms, account, path, curve, public_key");
    }

    void apply(JournalEvent event, Asset asset) throws SQLException {
        assets.add(asset.id().code(), event.position(), event.index(), event.timeMs(), asset.decimals());
    }

    void apply(JournalEvent event, NetworkListing listing) throws SQLException {
        listings.add(
                listing.asset().id().caip19(),
                event.position(),
                event.index(),
                event.timeMs(),
                listing.asset().decimals(),
                listing.ledgerAsset().code(),
                listing.minimumDeposit().units(),
                listing.deposits(),
                listing.withdrawals());
    }

    void apply(JournalEvent event, LimitRule rule) throws SQLException {
        limits.add(
                rule.id().text(),
                event.position(),
                event.index(),
                event.timeMs(),
                false,
                rule.account().map(AccountId::text).orElse(null),
                rule.perTransaction().asset().code(),
                rule.perTransaction().units(),
                rule.perDay().units());
    }

    void apply(JournalEvent event, LimitRuleId removed) throws SQLException {
        limits.add(removed.text(), event.position(), event.index(), event.timeMs(), true, null, null, null, null);
    }

    void apply(JournalEvent event, Customer customer) throws SQLException {
        customers.add(customer.id().text(), event.position(), event.index(), customer.createdAtMs());
    }

    void apply(JournalEvent event, Account account) throws SQLException {
        accounts.add(
                account.id().text(),
                event.position(),
                event.index(),
                account.customer().text(),
                account.createdAtMs());
    }

    void apply(JournalEvent event, OwnAddress own) throws SQLException {
        addresses.add(
                own.address().chain().caip2(),
                own.address().text(),
                event.position(),
                event.index(),
                event.timeMs(),
                own.account().map(AccountId::text).orElse(null),
                own.key().path(),
                own.publicKey().curve().name(),
                own.publicKey().encoded().toHex());
    }

    void flush() throws SQLException {
        assets.flush();
        listings.flush();
        limits.flush();
        customers.flush();
        accounts.flush();
        addresses.flush();
    }

    @Override
    public void close() throws SQLException {
        Closing.all(assets, listings, limits, customers, accounts, addresses);
    }
}
