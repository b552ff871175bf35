// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.core;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.NetworkListing;
import io.coffer.api.asset.OutboundHalt;
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
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.Utxo;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The state of the money core at one journal position. Usable only inside {@link MoneyCore#read}; the values that it
 * returns are immutable and may leave.
 */
@ProviderType
public interface MoneyState {
    /** The most addresses that one answer names. */
    int MAX_FUNDED = 1_000;

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

    /** The listed coin of a chain: the one that CAIP-19 writes with its SLIP-44 number. */
    Optional<NetworkListing> nativeListing(ChainId chain);

    /** Assets of which nothing is sent, by id. */
    List<OutboundHalt> outboundHalts();

    /** Why and since when an asset is not sent; empty if it is. */
    Optional<OutboundHalt> outboundHalt(AssetId asset);

    Optional<Customer> customer(CustomerId id);

    Optional<Account> account(AccountId id);

    /** Accounts that nothing leaves, by id. */
    List<FrozenAccount> frozenAccounts();

    /** Why and since when nothing leaves an account; empty if it is not frozen. */
    Optional<FrozenAccount> frozenAccount(AccountId account);

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

    /** The keyrings of all chains, in the order in which they were registered. */
    List<Keyring> keyrings();

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

    /**
     * The highest block of a chain in which anything was taken for final, until an operator says otherwise: empty if
     * nothing ever was.
     */
    OptionalLong finalHeight(ChainId chain);

    /** Of each listed token that blocks of a chain were read without, the lowest of these, until they are read again. */
    Map<NetworkAssetId, Long> passedTokens(ChainId chain);

    /** The address that was bound at this very journal position. */
    Optional<OwnAddress> addressBoundAt(long position);

    Optional<Deposit> deposit(String id);

    /**
     * Deposits of a chain that are final in a block at {@code fromHeight} or above, looked for among the next {@code
     * most} of all deposits.
     *
     * @param after where to begin: 0, then {@link FinalDeposits#next()}
     */
    FinalDeposits finalDeposits(ChainId chain, long fromHeight, int after, int most);

    /**
     * Withdrawals and transfers of a chain that ended, either way, in a block at {@code fromHeight} or above and were not
     * let stand without it, looked for among the next
     * {@code most} of all withdrawals.
     *
     * @param after where to begin: 0, then {@link FinalWithdrawals#next()}
     */
    FinalWithdrawals finalWithdrawals(ChainId chain, long fromHeight, int after, int most);

    /** What operators decided not to credit on a chain, oldest first. */
    List<SetAsideSighting> setAside(ChainId chain);

    /** Deposits that are not in a state to rest in: confirming, reorged or screening; oldest first. */
    List<Deposit> openDeposits(ChainId chain);

    Optional<Withdrawal> withdrawal(WithdrawalId id);

    Optional<Withdrawal> withdrawalByExternalId(String externalId);

    /**
     * What left the sender of a withdrawal or transfer that has ended in a block, in network units of the asset that it
     * was to move: not always what was asked for. Zero while it has not.
     */
    BigInteger leftSender(WithdrawalId id);

    /** Withdrawals and transfers of the house that are not terminal, oldest first. */
    List<Withdrawal> openWithdrawals(ChainId chain);

    /** The sequence that the next preparation of {@code sender} must have. */
    long nextSequence(Address sender);

    /**
     * What an address of ours has of an asset that is final, in the books and reserved by no attempt, in network units
     * (account chains). Below zero while a reorganisation has taken back more than was free.
     */
    BigInteger funds(Address address, NetworkAssetId asset);

    /**
     * What final deposits brought to an address of ours of an asset and the books do not have, in network units: it
     * waits for a verdict, or could not be booked when it came.
     */
    BigInteger outsideBooks(Address address, NetworkAssetId asset);

    /**
     * Deposit addresses of a chain that have at least so much of an asset free, richest first, equal ones oldest first.
     * Takes no longer for many addresses than for few.
     *
     * @param atLeast network units; less than 1 is taken as 1
     * @param limit at most so many, 1 to {@link #MAX_FUNDED}
     */
    List<FundedAddress> fundedAddresses(ChainId chain, NetworkAssetId asset, BigInteger atLeast, int limit);

    /**
     * Deposit addresses of a chain that have at least so much of an asset free, looked for among the next {@code most} of
     * all that ever had any, in the order in which they first had.
     *
     * @param atLeast network units; less than 1 is taken as 1
     * @param after where to begin: 0, then {@link FundedPage#next()}
     * @param limit at most so many are named, 1 to {@link #MAX_FUNDED}: then the next page begins behind the last of them
     */
    FundedPage fundedAddresses(ChainId chain, NetworkAssetId asset, BigInteger atLeast, int after, int most, int limit);

    /** Unspent, final, unreserved outputs of the treasury, oldest first (UTXO chains). */
    List<Utxo> treasuryOutputs(ChainId chain);

    List<LimitRule> limitRules();

    /** What an account has withdrawn of an asset within the last 24 hours of the core's time. */
    BigInteger usedToday(AccountId account, AssetId asset);

    /**
     * One look through the deposits.
     *
     * @param next where to go on; empty at the end
     */
    record FinalDeposits(List<Deposit> deposits, OptionalInt next) {
        public FinalDeposits {
            deposits = List.copyOf(deposits);
        }
    }

    /**
     * One look through the withdrawals.
     *
     * @param next where to go on; empty at the end
     */
    record FinalWithdrawals(List<Withdrawal> withdrawals, OptionalInt next) {
        public FinalWithdrawals {
            withdrawals = List.copyOf(withdrawals);
        }
    }

    /**
     * One look through the addresses that ever had something of an asset.
     *
     * @param next where to go on; empty at the end
     */
    record FundedPage(List<FundedAddress> addresses, OptionalInt next) {
        public FundedPage {
            addresses = List.copyOf(addresses);
        }
    }

    /** An index that waits for its address. */
    record Reservation(ChainId chain, KeyPurpose purpose, int index, Optional<AccountId> account) {}
}
