// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.state;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.NetworkListing;
import io.coffer.api.asset.OutboundHalt;
import io.coffer.api.core.MoneyState;
import io.coffer.api.ledger.Balance;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.TrialBalance;
import io.coffer.api.wallet.Account;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Customer;
import io.coffer.api.wallet.CustomerId;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.FrozenAccount;
import io.coffer.api.wallet.FundedAddress;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.Keyring;
import io.coffer.api.wallet.LimitRule;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.SetAsideSighting;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.money.wallet.Wallet;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.Utxo;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A machine as clients may see it: nothing here changes anything. */
public final class MachineView implements MoneyState {
    private final Machine machine;
    private final Wallet wallet;

    public MachineView(Machine machine) {
        this.machine = machine;
        this.wallet = machine.wallet();
    }

    @Override
    public long position() {
        return machine.position();
    }

    @Override
    public long timeMs() {
        return machine.timeMs();
    }

    @Override
    public Optional<Asset> asset(AssetId id) {
        return wallet.assets().asset(id);
    }

    @Override
    public List<Asset> assets() {
        return wallet.assets().assets();
    }

    @Override
    public Optional<NetworkListing> listing(NetworkAssetId id) {
        return wallet.assets().listing(id);
    }

    @Override
    public List<NetworkListing> listings() {
        return wallet.assets().listings();
    }

    @Override
    public Optional<NetworkListing> nativeListing(ChainId chain) {
        return wallet.assets().nativeListing(chain);
    }

    @Override
    public List<OutboundHalt> outboundHalts() {
        return wallet.halts().halts();
    }

    @Override
    public Optional<OutboundHalt> outboundHalt(AssetId asset) {
        return wallet.halts().halt(asset);
    }

    @Override
    public List<FrozenAccount> frozenAccounts() {
        return wallet.halts().frozen();
    }

    @Override
    public Optional<FrozenAccount> frozenAccount(AccountId account) {
        return wallet.halts().frozen(account);
    }

    @Override
    public Optional<Customer> customer(CustomerId id) {
        return wallet.customers().customer(id);
    }

    @Override
    public Optional<Account> account(AccountId id) {
        return wallet.customers().account(id);
    }

    @Override
    public List<Account> accounts(CustomerId customer) {
        return wallet.customers().accounts(customer);
    }

    @Override
    public Balance balance(LedgerAccountId account) {
        return wallet.books().ledger().balance(account);
    }

    @Override
    public List<Balance> balances(AccountId account) {
        return wallet.books().ledger().balances(account);
    }

    @Override
    public List<Balance> ledgerAccounts(Optional<LedgerAccountId> after, int limit) {
        return wallet.books().ledger().accounts(after, limit);
    }

    @Override
    public TrialBalance trialBalance() {
        return wallet.books().ledger().trialBalance(machine.position());
    }

    @Override
    public BigInteger custody(NetworkAssetId asset) {
        return wallet.custody().units(asset);
    }

    @Override
    public Optional<Keyring> keyring(ChainId chain, KeyPurpose purpose) {
        return wallet.addresses().keyring(chain, purpose);
    }

    @Override
    public List<Keyring> keyrings() {
        return wallet.addresses().keyrings();
    }

    @Override
    public Optional<OwnAddress> ownAddress(Address address) {
        return wallet.addresses().find(address);
    }

    @Override
    public List<OwnAddress> addresses(ChainId chain, AccountId account) {
        return wallet.addresses().addresses(chain, account);
    }

    @Override
    public List<OwnAddress> addresses(ChainId chain, KeyPurpose purpose, int fromIndex, int limit) {
        return wallet.addresses().addresses(chain, purpose, fromIndex, limit);
    }

    @Override
    public List<Reservation> unboundReservations(ChainId chain) {
        return wallet.addresses().unbound(chain);
    }

    @Override
    public List<BlockRef> cursor(ChainId chain) {
        return wallet.cursors().cursor(chain);
    }

    @Override
    public OptionalLong finalHeight(ChainId chain) {
        return wallet.cursors().finalHeight(chain);
    }

    @Override
    public Optional<OwnAddress> addressBoundAt(long position) {
        return wallet.addresses().boundAt(position);
    }

    @Override
    public FinalDeposits finalDeposits(ChainId chain, long fromHeight, int after, int most) {
        return wallet.deposits().finalDeposits(chain, fromHeight, after, most);
    }

    @Override
    public FinalWithdrawals finalWithdrawals(ChainId chain, long fromHeight, int after, int most) {
        return wallet.withdrawals().finalWithdrawals(chain, fromHeight, after, most);
    }

    @Override
    public List<SetAsideSighting> setAside(ChainId chain) {
        return wallet.deposits().setAside(chain);
    }

    @Override
    public Optional<Deposit> deposit(String id) {
        return wallet.deposits().deposit(id);
    }

    @Override
    public List<Deposit> openDeposits(ChainId chain) {
        return wallet.deposits().open(chain);
    }

    @Override
    public FundedPage fundedAddresses(
            ChainId chain, NetworkAssetId asset, BigInteger atLeast, int after, int most, int limit) {
        return wallet.treasury().funded(chain, asset, atLeast, after, most, limit);
    }

    @Override
    public Map<NetworkAssetId, Long> passedTokens(ChainId chain) {
        return wallet.cursors().passedTokens(chain);
    }

    @Override
    public BigInteger leftSender(WithdrawalId id) {
        return wallet.withdrawals().left(id);
    }

    @Override
    public Optional<Withdrawal> withdrawal(WithdrawalId id) {
        return wallet.withdrawals().withdrawal(id);
    }

    @Override
    public Optional<Withdrawal> withdrawalByExternalId(String externalId) {
        return wallet.withdrawals().byExternalId(externalId);
    }

    @Override
    public List<Withdrawal> openWithdrawals(ChainId chain) {
        return wallet.withdrawals().open(chain);
    }

    @Override
    public long nextSequence(Address sender) {
        return wallet.treasury().nextSequence(sender);
    }

    @Override
    public BigInteger funds(Address address, NetworkAssetId asset) {
        return wallet.treasury().funds(address, asset);
    }

    @Override
    public BigInteger outsideBooks(Address address, NetworkAssetId asset) {
        return wallet.deposits().outsideBooks(address, asset);
    }

    @Override
    public List<FundedAddress> fundedAddresses(ChainId chain, NetworkAssetId asset, BigInteger atLeast, int limit) {
        return wallet.treasury().funded(chain, asset, atLeast, limit);
    }

    @Override
    public List<Utxo> treasuryOutputs(ChainId chain) {
        return wallet.treasury().freeOutputs(chain);
    }

    @Override
    public List<LimitRule> limitRules() {
        return wallet.limits().rules();
    }

    @Override
    public BigInteger usedToday(AccountId account, AssetId asset) {
        return wallet.limits().used(account, asset);
    }
}
