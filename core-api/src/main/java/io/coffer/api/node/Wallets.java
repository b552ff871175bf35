// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.node;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.NetworkListing;
import io.coffer.api.asset.OutboundHalt;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.request.Refusal;
import io.coffer.api.signing.VaultException;
import io.coffer.api.wallet.Account;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Customer;
import io.coffer.api.wallet.CustomerId;
import io.coffer.api.wallet.FrozenAccount;
import io.coffer.api.wallet.LimitRule;
import io.coffer.api.wallet.LimitRuleId;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.InvalidAddressException;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What an exchange asks of the node. Reads of single things go to {@link io.coffer.api.core.MoneyCore#read}.
 *
 * <p>Ids of what is made are derived from the request's key, so that a repeat names the same thing.
 */
@ProviderType
public interface Wallets {
    /** @param id the caller's choice, or empty for one derived from the key */
    Answer<Customer> createCustomer(RequestKey key, Optional<CustomerId> id) throws CoreUnavailableException;

    Answer<Account> openAccount(RequestKey key, CustomerId customer) throws CoreUnavailableException;

    /**
     * Allocates a new deposit address. Needs no secret, so it works while the vault is sealed. Refused with {@code
     * chain.unknown}, {@code chain.keyring-missing}, {@code asset.not-listed}, {@code account.unknown}.
     */
    Answer<OwnAddress> allocateAddress(RequestKey key, AccountId account, NetworkAssetId asset)
            throws CoreUnavailableException;

    /**
     * Takes a withdrawal or refuses it; it is then carried out by itself.
     *
     * @throws InvalidAddressException if {@code to} is no address of the asset's chain
     */
    Answer<Withdrawal> withdraw(RequestKey key, Order order) throws CoreUnavailableException, InvalidAddressException;

    /** Cancels a withdrawal that has not been prepared yet. */
    Answer<Withdrawal> cancel(RequestKey key, WithdrawalId id, String reason) throws CoreUnavailableException;

    /**
     * Gives up the present attempt of a withdrawal that is SIGNING and is not signed: it goes back to the queue. Whoever
     * decides so answers for it: if signed bytes of that attempt exist and are mined, the withdrawal is paid twice.
     * Refused with {@code withdrawal.state} and, if another attempt is the present one, {@code withdrawal.attempt}.
     *
     * @param attempt the number of the attempt that was looked at, from 1
     * @param decidedBy who answers for it, not blank; as {@code reason} at most 1000 characters, no personal data
     */
    Answer<Withdrawal> abandonSigning(RequestKey key, WithdrawalId id, int attempt, String decidedBy, String reason)
            throws CoreUnavailableException;

    Answer<Asset> listAsset(RequestKey key, Asset asset) throws CoreUnavailableException;

    /**
     * Why a plugin or a contract speaks against a listing now; empty if they agree with it. Changes nothing. What {@link
     * #listAsset} pins is pinned for ever, so this is asked before a ledger asset is listed for a token's sake; {@link
     * #listOnNetwork} asks again. May wait for the chain's node as long as a call to its adapter may take.
     */
    Optional<Refusal> listingRefusal(NetworkListing listing);

    /**
     * Lists an asset on a network, or changes the switches and minimum of one. Refused with what {@link #listingRefusal}
     * says, {@code asset.unknown} if the ledger asset is not listed, {@code asset.listing-pinned}.
     */
    Answer<NetworkListing> listOnNetwork(RequestKey key, NetworkListing listing) throws CoreUnavailableException;

    /**
     * Sends nothing of an asset until {@link #releaseOutbound}. Refused with {@code asset.unknown}.
     *
     * @param reason in words, not blank, at most 1000 characters, no personal data
     */
    Answer<OutboundHalt> haltOutbound(RequestKey key, AssetId asset, String reason) throws CoreUnavailableException;

    /**
     * Sends a halted asset again. Refused with {@code asset.not-halted}.
     *
     * @param decidedBy who answers for it; as {@code reason} not blank, at most 1000 characters, no personal data
     */
    Answer<AssetId> releaseOutbound(RequestKey key, AssetId asset, String decidedBy, String reason)
            throws CoreUnavailableException;

    /**
     * Lets nothing leave an account until {@link #unfreezeAccount}. Refused with {@code account.unknown}.
     *
     * @param reason in words, not blank, at most 1000 characters, no personal data
     */
    Answer<FrozenAccount> freezeAccount(RequestKey key, AccountId account, String reason)
            throws CoreUnavailableException;

    /**
     * Ends a freeze. Refused with {@code account.not-frozen}.
     *
     * @param decidedBy who answers for it; as {@code reason} not blank, at most 1000 characters, no personal data
     */
    Answer<AccountId> unfreezeAccount(RequestKey key, AccountId account, String decidedBy, String reason)
            throws CoreUnavailableException;

    Answer<LimitRule> setLimit(RequestKey key, LimitRule rule) throws CoreUnavailableException;

    Answer<LimitRuleId> removeLimit(RequestKey key, LimitRuleId rule) throws CoreUnavailableException;

    /**
     * Takes the extended public keys of a chain from the unsealed vault and journals them, and allocates the hot
     * wallet's address. Does nothing where that was done before.
     *
     * @return the hot wallet's address
     */
    Answer<Address> enrol(ChainId chain) throws CoreUnavailableException, VaultException;

    /**
     * What a customer orders.
     *
     * @param to as typed
     * @param units in network units
     * @param feeCap the most that the network may take, in native units; empty for the chain's configured cap
     */
    record Order(
            AccountId account,
            NetworkAssetId asset,
            String to,
            BigInteger units,
            Optional<BigInteger> feeCap,
            Optional<String> externalId) {}
}
