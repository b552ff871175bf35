// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.request;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.AssetCommand;
import io.coffer.api.core.CustomerCommand;
import io.coffer.api.core.LimitCommand;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.node.Answer;
import io.coffer.api.node.RequestKey;
import io.coffer.api.node.Wallets;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.signing.VaultException;
import io.coffer.api.wallet.Account;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Customer;
import io.coffer.api.wallet.CustomerId;
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
import java.util.Optional;
import java.util.function.Consumer;

/** Translates requests into commands of the money core, and results into answers. Any thread may call. */
public final class NodeWallets implements Wallets {
    private final Addresses addresses;
    private final Enrolment enrolment;
    private final Orders orders;
    private final Answers answers;
    private final Consumer<ChainId> wake;

    /**
     * What requests are answered with.
     *
     * @param wake tells the supervisor of a chain that there is something to send
     */
    public record Tools(
            AdapterDirectory adapters, SettingsDirectory settings, Admission admission, Consumer<ChainId> wake) {}

    public NodeWallets(MoneyCore core, Addresses addresses, Enrolment enrolment, Tools tools) {
        this.addresses = addresses;
        this.enrolment = enrolment;
        this.orders = new Orders(core, tools.adapters(), tools.settings(), tools.admission());
        this.answers = new Answers(core);
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
    public Answer<NetworkListing> listOnNetwork(RequestKey key, NetworkListing listing)
            throws CoreUnavailableException {
        return answers.submit(
                key,
                new AssetCommand.ListOnNetwork(listing),
                state -> state.listing(listing.asset().id()));
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
