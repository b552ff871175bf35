// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.request;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.NetworkListing;
import io.coffer.api.asset.OutboundHalt;
import io.coffer.api.core.AssetCommand;
import io.coffer.api.core.CustomerCommand;
import io.coffer.api.core.LimitCommand;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.node.Answer;
import io.coffer.api.node.RequestKey;
import io.coffer.api.node.Wallets;
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
import io.coffer.wallet.adapter.AdapterDirectory;
import io.coffer.wallet.screening.Admission;
import io.coffer.wallet.settings.SettingsDirectory;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/** Translates requests into commands of the money core, and results into answers. Any thread may call. */
public final class NodeWallets implements Wallets {
    private final MoneyCore core;
    private final Addresses addresses;
    private final Enrolment enrolment;
    private final Orders orders;
    private final Answers answers;
    private final Function<NetworkListing, Optional<Refusal>> listings;
    private final Consumer<ChainId> wake;

    /**
     * What requests are answered with.
     *
     * @param listings why a token may not be listed so
     * @param wake tells the supervisor of a chain that there is something to send
     */
    public record Tools(
            AdapterDirectory adapters,
            SettingsDirectory settings,
            Admission admission,
            Function<NetworkListing, Optional<Refusal>> listings,
            Consumer<ChainId> wake) {}

    public NodeWallets(MoneyCore core, Addresses addresses, Enrolment enrolment, Tools tools) {
        this.core = core;
        this.addresses = addresses;
        this.enrolment = enrolment;
        this.orders = new Orders(core, tools.adapters(), tools.settings(), tools.admission());
        this.answers = new Answers(core);
        this.listings = tools.listings();
        this.wake = tools.wake();
    }

    @Override
    public Answer<Customer> createCustomer(RequestKey key, Optional<CustomerId> id) throws CoreUnavailableException {
        CustomerId customer = id.orElseGet(() -> new CustomerId("cus_" + key.id()));
        return answers.submit(key, new CustomerCommand.CreateCustomer(customer), state -> state.customer(customer));
    }

    @Override
    public Answer<Account> openAccount(RequestKey key, CustomerId customer) throws CoreUnavailableException {
        AccountId account = new AccountId("acc_" + key.id());
        return answers.submit(key, new CustomerCommand.OpenAccount(account, customer), state -> state.account(account));
    }

    @Override
    public Answer<OwnAddress> allocateAddress(RequestKey key, AccountId account, NetworkAssetId asset)
            throws CoreUnavailableException {
        return addresses.allocate(key, account, asset);
    }

    @Override
    public Answer<Withdrawal> withdraw(RequestKey key, Order order)
            throws CoreUnavailableException, InvalidAddressException {
        Answer<Withdrawal> answer = orders.take(key, order);
        wake.accept(ChainId.of(order.asset()));
        return answer;
    }

    @Override
    public Answer<Withdrawal> cancel(RequestKey key, WithdrawalId id, String reason) throws CoreUnavailableException {
        return answers.submit(key, new WithdrawalCommand.Cancel(id, reason), state -> state.withdrawal(id));
    }

    @Override
    public Answer<Withdrawal> abandonSigning(
            RequestKey key, WithdrawalId id, int attempt, String decidedBy, String reason)
            throws CoreUnavailableException {
        Answer<Withdrawal> answer = answers.submit(
                key,
                new WithdrawalCommand.AbandonSigning(id, attempt, decidedBy, reason),
                state -> state.withdrawal(id));
        if (answer instanceof Answer.Done<Withdrawal> done) {
            wake.accept(done.value().request().to().chain());
        }
        return answer;
    }

    @Override
    public Answer<Asset> listAsset(RequestKey key, Asset asset) throws CoreUnavailableException {
        return answers.submit(key, new AssetCommand.ListAsset(asset), state -> state.asset(asset.id()));
    }

    @Override
    public Optional<Refusal> listingRefusal(NetworkListing listing) {
        return listings.apply(listing);
    }

    @Override
    public Answer<NetworkListing> listOnNetwork(RequestKey key, NetworkListing listing)
            throws CoreUnavailableException {
        boolean isNew = core.lookup(key.id(), key.fingerprint()).isEmpty();
        Optional<Refusal> refusal = isNew ? listingRefusal(listing) : Optional.empty();
        if (refusal.isPresent()) {
            return answers.refuse(refusal.get());
        }
        Answer<NetworkListing> answer = answers.submit(
                key,
                new AssetCommand.ListOnNetwork(listing),
                state -> state.listing(listing.asset().id()));
        wake.accept(ChainId.of(listing.asset().id()));
        return answer;
    }

    @Override
    public Answer<OutboundHalt> haltOutbound(RequestKey key, AssetId asset, String reason)
            throws CoreUnavailableException {
        return answers.submit(
                key,
                new AssetCommand.HaltOutbound(asset, reason),
                // Where another has released it meanwhile, this is what was done.
                state -> state.outboundHalt(asset)
                        .or(() -> Optional.of(new OutboundHalt(asset, reason, state.timeMs()))));
    }

    @Override
    public Answer<AssetId> releaseOutbound(RequestKey key, AssetId asset, String decidedBy, String reason)
            throws CoreUnavailableException {
        Answer<AssetId> answer = answers.submit(
                key, new AssetCommand.ReleaseOutbound(asset, decidedBy, reason), state -> Optional.of(asset));
        chains(state -> state.listings().stream()
                        .filter(listing -> listing.ledgerAsset().equals(asset))
                        .map(listing -> ChainId.of(listing.asset().id()))
                        .toList())
                .forEach(wake);
        return answer;
    }

    @Override
    public Answer<FrozenAccount> freezeAccount(RequestKey key, AccountId account, String reason)
            throws CoreUnavailableException {
        return answers.submit(
                key,
                new CustomerCommand.FreezeAccount(account, reason),
                state -> state.frozenAccount(account)
                        .or(() -> Optional.of(new FrozenAccount(account, reason, state.timeMs()))));
    }

    @Override
    public Answer<AccountId> unfreezeAccount(RequestKey key, AccountId account, String decidedBy, String reason)
            throws CoreUnavailableException {
        Answer<AccountId> answer = answers.submit(
                key, new CustomerCommand.UnfreezeAccount(account, decidedBy, reason), state -> Optional.of(account));
        chains(state -> state.listings().stream()
                        .map(listing -> ChainId.of(listing.asset().id()))
                        .toList())
                .forEach(wake);
        return answer;
    }

    private Set<ChainId> chains(Function<MoneyState, List<ChainId>> waiting) {
        return new TreeSet<>(core.read(waiting));
    }

    @Override
    public Answer<LimitRule> setLimit(RequestKey key, LimitRule rule) throws CoreUnavailableException {
        return answers.submit(key, new LimitCommand.SetRule(rule), state -> Optional.of(rule));
    }

    @Override
    public Answer<LimitRuleId> removeLimit(RequestKey key, LimitRuleId rule) throws CoreUnavailableException {
        return answers.submit(key, new LimitCommand.RemoveRule(rule), state -> Optional.of(rule));
    }

    @Override
    public Answer<Address> enrol(ChainId chain) throws CoreUnavailableException, VaultException {
        Answer<Address> answer = enrolment.enrol(chain);
        wake.accept(chain);
        return answer;
    }
}
