// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.MoneyState;
import io.coffer.api.ledger.Balance;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.TrialBalance;
import io.coffer.api.wallet.Account;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Customer;
import io.coffer.api.wallet.CustomerId;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.Keyring;
import io.coffer.api.wallet.LimitRule;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.Utxo;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A state that tests fill by hand. Guarded by the node that owns it. */
final class FakeState implements MoneyState {
    final SortedMap<AssetId, Asset> assets = new TreeMap<>();
    final SortedMap<NetworkAssetId, NetworkListing> listings = new TreeMap<>();
    final SortedMap<CustomerId, Customer> customers = new TreeMap<>();
    final SortedMap<AccountId, Account> accounts = new TreeMap<>();
    final SortedMap<LedgerAccountId, Balance> balances = new TreeMap<>();
    final SortedMap<String, Deposit> deposits = new TreeMap<>();
    final SortedMap<WithdrawalId, Withdrawal> withdrawals = new TreeMap<>();
    final List<OwnAddress> addresses = new ArrayList<>();
    final List<LimitRule> limits = new ArrayList<>();
    long position;

    @Override
    public long position() {
        return position;
    }

    @Override
    public long timeMs() {
        return 1_800_000_000_000L;
    }

    @Override
    public Optional<Asset> asset(AssetId id) {
        return Optional.ofNullable(assets.get(id));
    }

    @Override
    public List<Asset> assets() {
        return List.copyOf(assets.values());
    }

    @Override
    public Optional<NetworkListing> listing(NetworkAssetId id) {
        return Optional.ofNullable(listings.get(id));
    }

    @Override
    public List<NetworkListing> listings() {
        return List.copyOf(listings.values());
    }

    @Override
    public Optional<Customer> customer(CustomerId id) {
        return Optional.ofNullable(customers.get(id));
    }

    @Override
    public Optional<Account> account(AccountId id) {
        return Optional.ofNullable(accounts.get(id));
    }

    @Override
    public List<Account> accounts(CustomerId customer) {
        return accounts.values().stream()
                .filter(account -> account.customer().equals(customer))
                .toList();
    }

    @Override
    public Balance balance(LedgerAccountId account) {
        return balances.getOrDefault(account, new Balance(account, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO));
    }

    @Override
    public List<Balance> balances(AccountId account) {
        return balances.values().stream()
                .filter(balance -> balance.account().owner().equals(account.text()))
                .toList();
    }

    @Override
    public List<Balance> ledgerAccounts(Optional<LedgerAccountId> after, int limit) {
        return balances.values().stream()
                .filter(balance -> after.isEmpty() || balance.account().compareTo(after.get()) > 0)
                .limit(limit)
                .toList();
    }

    @Override
    public TrialBalance trialBalance() {
        return new TrialBalance(
                position,
                assets.keySet().stream()
                        .map(asset -> {
                            BigInteger debits = BigInteger.ZERO;
                            BigInteger credits = BigInteger.ZERO;
                            BigInteger held = BigInteger.ZERO;
                            for (Balance balance : balances.values()) {
                                if (balance.account().asset().equals(asset)) {
                                    debits = debits.add(balance.debits());
                                    credits = credits.add(balance.credits());
                                    held = held.add(balance.held());
                                }
                            }
                            return new TrialBalance.Row(asset, debits, credits, held);
                        })
                        .toList());
    }

    @Override
    public BigInteger custody(NetworkAssetId asset) {
        return BigInteger.valueOf(42);
    }

    @Override
    public Optional<Keyring> keyring(ChainId chain, KeyPurpose purpose) {
        return Optional.empty();
    }

    @Override
    public List<Keyring> keyrings() {
        return List.of();
    }

    @Override
    public Optional<OwnAddress> ownAddress(Address address) {
        return addresses.stream().filter(own -> own.address().equals(address)).findFirst();
    }

    @Override
    public List<OwnAddress> addresses(ChainId chain, AccountId account) {
        return addresses.stream()
                .filter(own ->
                        own.address().chain().equals(chain) && own.account().equals(Optional.of(account)))
                .toList();
    }

    @Override
    public List<OwnAddress> addresses(ChainId chain, KeyPurpose purpose, int fromIndex, int limit) {
        return addresses.stream()
                .filter(own -> own.address().chain().equals(chain)
                        && own.key().purpose() == purpose
                        && own.key().index() >= fromIndex)
                .limit(limit)
                .toList();
    }

    @Override
    public List<Reservation> unboundReservations(ChainId chain) {
        return List.of();
    }

    @Override
    public List<BlockRef> cursor(ChainId chain) {
        return List.of();
    }

    @Override
    public Optional<Deposit> deposit(String id) {
        return Optional.ofNullable(deposits.get(id));
    }

    @Override
    public List<Deposit> openDeposits(ChainId chain) {
        return List.copyOf(deposits.values());
    }

    @Override
    public Optional<Withdrawal> withdrawal(WithdrawalId id) {
        return Optional.ofNullable(withdrawals.get(id));
    }

    @Override
    public Optional<Withdrawal> withdrawalByExternalId(String externalId) {
        return withdrawals.values().stream()
                .filter(each -> each.request().externalId().equals(Optional.of(externalId)))
                .findFirst();
    }

    @Override
    public List<Withdrawal> openWithdrawals(ChainId chain) {
        return List.copyOf(withdrawals.values());
    }

    @Override
    public long nextSequence(Address sender) {
        return 0;
    }

    @Override
    public BigInteger treasuryFunds(Address sender) {
        return BigInteger.valueOf(7);
    }

    @Override
    public List<Utxo> treasuryOutputs(ChainId chain) {
        return List.of();
    }

    @Override
    public List<LimitRule> limitRules() {
        return List.copyOf(limits);
    }

    @Override
    public BigInteger usedToday(AccountId account, AssetId asset) {
        return BigInteger.ZERO;
    }
}
