// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.NetworkListing;
import io.coffer.api.asset.OutboundHalt;
import io.coffer.api.core.AssetCommand;
import io.coffer.api.core.Command;
import io.coffer.api.core.CustomerCommand;
import io.coffer.api.core.LimitCommand;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.core.Result;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.node.Answer;
import io.coffer.api.node.RequestKey;
import io.coffer.api.node.Wallets;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.request.Refusal;
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
import io.coffer.spi.money.NetworkAssetId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The part of the wallet that is one command for one request, on a real core. */
final class CoreWallets implements Wallets {
    private final MoneyCore core;
    private final Set<ChainId> enrolled = new HashSet<>();
    /** What plugins and contracts say against a listing. */
    Function<NetworkListing, Optional<Refusal>> objection = listing -> Optional.empty();

    CoreWallets(MoneyCore core) {
        this.core = core;
    }

    private <T> Answer<T> submit(RequestKey key, Command command, Function<MoneyState, Optional<T>> made)
            throws CoreUnavailableException {
        Result result = core.submit(key.id(), key.fingerprint(), command);
        if (result instanceof Result.Refused refused) {
            return new Answer.Refused<>(refused.refusal(), refused.position(), false);
        }
        return new Answer.Done<>(core.read(made).orElseThrow(), result.position(), false);
    }

    @Override
    public Answer<Customer> createCustomer(RequestKey key, Optional<CustomerId> id) throws CoreUnavailableException {
        return submit(key, new CustomerCommand.CreateCustomer(id.orElseThrow()), state -> state.customer(id.get()));
    }

    @Override
    public Answer<Account> openAccount(RequestKey key, CustomerId customer) throws CoreUnavailableException {
        AccountId account = new AccountId("acc_" + key.id());
        return submit(key, new CustomerCommand.OpenAccount(account, customer), state -> state.account(account));
    }

    @Override
    public Answer<OwnAddress> allocateAddress(RequestKey key, AccountId account, NetworkAssetId asset) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Answer<Withdrawal> withdraw(RequestKey key, Order order) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Answer<Withdrawal> cancel(RequestKey key, WithdrawalId id, String reason) throws CoreUnavailableException {
        return submit(key, new WithdrawalCommand.Cancel(id, reason), state -> state.withdrawal(id));
    }

    @Override
    public Answer<Withdrawal> abandonSigning(
            RequestKey key, WithdrawalId id, int attempt, String decidedBy, String reason)
            throws CoreUnavailableException {
        return submit(
                key,
                new WithdrawalCommand.AbandonSigning(id, attempt, decidedBy, reason),
                state -> state.withdrawal(id));
    }

    @Override
    public Answer<Asset> listAsset(RequestKey key, Asset asset) throws CoreUnavailableException {
        return submit(key, new AssetCommand.ListAsset(asset), state -> state.asset(asset.id()));
    }

    @Override
    public Optional<Refusal> listingRefusal(NetworkListing listing) {
        return objection.apply(listing);
    }

    @Override
    public Answer<NetworkListing> listOnNetwork(RequestKey key, NetworkListing listing)
            throws CoreUnavailableException {
        Optional<Refusal> refusal = listingRefusal(listing);
        if (refusal.isPresent()) {
            return new Answer.Refused<>(refusal.get(), core.read(MoneyState::position), false);
        }
        return submit(
                key,
                new AssetCommand.ListOnNetwork(listing),
                state -> state.listing(listing.asset().id()));
    }

    @Override
    public Answer<OutboundHalt> haltOutbound(RequestKey key, AssetId asset, String reason)
            throws CoreUnavailableException {
        return submit(key, new AssetCommand.HaltOutbound(asset, reason), state -> state.outboundHalt(asset));
    }

    @Override
    public Answer<AssetId> releaseOutbound(RequestKey key, AssetId asset, String decidedBy, String reason)
            throws CoreUnavailableException {
        return submit(key, new AssetCommand.ReleaseOutbound(asset, decidedBy, reason), state -> Optional.of(asset));
    }

    @Override
    public Answer<FrozenAccount> freezeAccount(RequestKey key, AccountId account, String reason)
            throws CoreUnavailableException {
        return submit(key, new CustomerCommand.FreezeAccount(account, reason), state -> state.frozenAccount(account));
    }

    @Override
    public Answer<AccountId> unfreezeAccount(RequestKey key, AccountId account, String decidedBy, String reason)
            throws CoreUnavailableException {
        return submit(
                key, new CustomerCommand.UnfreezeAccount(account, decidedBy, reason), state -> Optional.of(account));
    }

    @Override
    public Answer<LimitRule> setLimit(RequestKey key, LimitRule rule) throws CoreUnavailableException {
        return submit(key, new LimitCommand.SetRule(rule), state -> Optional.of(rule));
    }

    @Override
    public Answer<LimitRuleId> removeLimit(RequestKey key, LimitRuleId rule) throws CoreUnavailableException {
        return submit(key, new LimitCommand.RemoveRule(rule), state -> Optional.of(rule));
    }

    @Override
    public Answer<Address> enrol(ChainId chain) {
        return new Answer.Done<>(new Address(chain, "dev1hot"), 1, !enrolled.add(chain));
    }
}
