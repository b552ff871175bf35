// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.core;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.NetworkListing;
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
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The state of the money core at one journal position. Usable only inside {@link MoneyCore#read}; the values that it
 * returns are immutable and may leave.
 */
@ProviderType
public interface MoneyState {
    /** Position of the last applied command. */
    long position();

    /** The core's journaled time, milliseconds since 1970 UTC. */
    long timeMs();

    Optional<Asset> asset(AssetId id);

    /** By id. */
    List<Asset> assets();

    Optional<NetworkListing> listing(NetworkAssetId id);

    /** By id. */
    List<NetworkListing> listings();

    Optional<Customer> customer(CustomerId id);

    Optional<Account> account(AccountId id);

    /** The accounts of a customer, in the order in which they were opened. */
    List<Account> accounts(CustomerId customer);

    /** A ledger account; zeros if it has no entry yet. */
    Balance balance(LedgerAccountId account);

    /** The balances of a customer's account, by asset; only assets with an entry. */
    List<Balance> balances(AccountId account);

    /** Every ledger account, in order, from the one after {@code after} on, at most {@code limit}. */
    List<Balance> ledgerAccounts(Optional<LedgerAccountId> after, int limit);

    TrialBalance trialBalance();

    /**
     * What our addresses hold of an asset on its network according to the ledger, in network units. Exact, where the
     * custody account in ledger units may be rounded down.
     */
    BigInteger custody(NetworkAssetId asset);

    Optional<Keyring> keyring(ChainId chain, KeyPurpose purpose);

    /** Our address, or empty if it is not ours. */
    Optional<OwnAddress> ownAddress(Address address);

    /** The addresses of an account on a chain, oldest first. */
    List<OwnAddress> addresses(ChainId chain, AccountId account);

    /** All bound addresses of a chain with index from {@code fromIndex} on, by index, at most {@code limit}. */
    List<OwnAddress> addresses(ChainId chain, KeyPurpose purpose, int fromIndex, int limit);

    /** Indexes that were reserved but have no address bound yet, with whom they are for (empty: the house). */
    List<Reservation> unboundReservations(ChainId chain);

    /** The newest blocks of the cursor, oldest first; empty if the chain has never been read. */
    List<BlockRef> cursor(ChainId chain);

    Optional<Deposit> deposit(String id);

    /** Deposits that are not in a state to rest in: confirming, reorged or screening; oldest first. */
    List<Deposit> openDeposits(ChainId chain);

    Optional<Withdrawal> withdrawal(WithdrawalId id);

    Optional<Withdrawal> withdrawalByExternalId(String externalId);

    /** Withdrawals that are not terminal, oldest first. */
    List<Withdrawal> openWithdrawals(ChainId chain);

    /** The sequence that the next preparation of {@code sender} must have. */
    long nextSequence(Address sender);

    /**
     * Native funds of a treasury address that no attempt has reserved, in network units (account chains). Below zero
     * while a reorganisation has taken back more than was free.
     */
    BigInteger treasuryFunds(Address sender);

    /** Unspent, final, unreserved outputs of the treasury, oldest first (UTXO chains). */
    List<Utxo> treasuryOutputs(ChainId chain);

    List<LimitRule> limitRules();

    /** What an account has withdrawn of an asset within the last 24 hours of the core's time. */
    BigInteger usedToday(AccountId account, AssetId asset);

    /** An index that waits for its address. */
    record Reservation(ChainId chain, KeyPurpose purpose, int index, Optional<AccountId> account) {}
}
