// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.NetworkListing;
import io.coffer.api.asset.OutboundHalt;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.node.Answer;
import io.coffer.api.node.AssetCatalog;
import io.coffer.api.node.BroughtAsset;
import io.coffer.api.node.ChainStatus;
import io.coffer.api.node.Chains;
import io.coffer.api.node.Halts;
import io.coffer.api.node.RequestKey;
import io.coffer.api.node.Sweep;
import io.coffer.api.node.Waiting;
import io.coffer.api.node.Wallets;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.request.Refusal;
import io.coffer.api.signing.KeyVault;
import io.coffer.api.signing.SigningService;
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
import io.coffer.hd.libsecp256k1.CurveLibrary;
import io.coffer.spi.asset.AssetPlugin;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.InvalidAddressException;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.screening.NoScreening;
import io.coffer.wallet.send.Signing;
import io.coffer.wallet.supervise.WalletNode;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the wallet into the service registry. Adapters, vault and signing service may come and go while it runs.
 *
 * <p>References are bound in the order of their names, which is why settings, keys and assets have names before that
 * of the adapters: no chain is touched before its settings are known, and none waits for a token that is there.
 */
@Component(
        service = {Wallets.class, Chains.class, Halts.class, AssetCatalog.class},
        configurationPid = "io.coffer.wallet",
        immediate = true)
@Designate(ocd = WalletsComponent.Configuration.class)
public final class WalletsComponent implements Wallets, Chains, Halts, AssetCatalog {
    private static final Logger LOG = LoggerFactory.getLogger(WalletsComponent.class);
    private static final int LEAST_DEADLINE_MS = 100;

    private final WalletNode node;

    @Reference(
            name = "2.vault",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable KeyVault vault;

    @Reference(
            name = "3.signing",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable SigningService signing;

    /** What holds for all chains. */
    @ObjectClassDefinition(name = "Coffer wallet")
    @interface Configuration {
        @AttributeDefinition(
                description = "Milliseconds that an adapter may take for one call before it is interrupted",
                min = "100",
                max = "60000")
        int adapterDeadlineMs() default 10_000;
    }

    @Activate
    public WalletsComponent(@Reference MoneyCore core, Configuration configuration) {
        LOG.info("addresses are derived by {}", CurveLibrary.chosen());
        SecureRandom random = new SecureRandom();
        this.node = new WalletNode(
                new WalletNode.Tools(
                        core,
                        new Signing(() -> Optional.ofNullable(vault), () -> Optional.ofNullable(signing)),
                        new NoScreening(),
                        InstantSource.system(),
                        System::nanoTime,
                        random::nextLong),
                Math.max(LEAST_DEADLINE_MS, configuration.adapterDeadlineMs()));
        node.start();
    }

    @Deactivate
    void deactivate() {
        node.close();
    }

    @Reference(
            name = "1.settings",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addSettings(ChainSettingsComponent settings) {
        settings.attach(node);
    }

    void removeSettings(ChainSettingsComponent settings) {
        settings.detach(node);
    }

    @Reference(
            name = "4.assets",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addAssets(AssetPlugin plugin, ServiceReference<AssetPlugin> reference) {
        Bundle bundle = reference.getBundle();
        node.pluginArrived(
                plugin,
                bundle == null ? "a bundle that is gone" : bundle.getSymbolicName() + "/" + bundle.getVersion());
    }

    void removeAssets(AssetPlugin plugin) {
        node.pluginLeft(plugin);
    }

    @Reference(
            name = "5.adapter",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addAdapter(ChainAdapter adapter, Map<String, Object> properties) {
        node.adapterArrived(adapter);
        updatedAdapter(adapter, properties);
    }

    void updatedAdapter(ChainAdapter adapter, Map<String, Object> properties) {
        node.adapterTold(
                adapter,
                Optional.ofNullable(properties.get(ChainAdapter.SETTINGS_PROBLEM))
                        .map(Object::toString));
    }

    void removeAdapter(ChainAdapter adapter) {
        node.adapterLeft(adapter);
    }

    @Override
    public Answer<Customer> createCustomer(RequestKey key, Optional<CustomerId> id) throws CoreUnavailableException {
        return node.wallets().createCustomer(key, id);
    }

    @Override
    public Answer<Account> openAccount(RequestKey key, CustomerId customer) throws CoreUnavailableException {
        return node.wallets().openAccount(key, customer);
    }

    @Override
    public Answer<OwnAddress> allocateAddress(RequestKey key, AccountId account, NetworkAssetId asset)
            throws CoreUnavailableException {
        return node.wallets().allocateAddress(key, account, asset);
    }

    @Override
    public Answer<Withdrawal> withdraw(RequestKey key, Order order)
            throws CoreUnavailableException, InvalidAddressException {
        return node.wallets().withdraw(key, order);
    }

    @Override
    public Answer<Withdrawal> cancel(RequestKey key, WithdrawalId id, String reason) throws CoreUnavailableException {
        return node.wallets().cancel(key, id, reason);
    }

    @Override
    public Answer<Withdrawal> abandonSigning(
            RequestKey key, WithdrawalId id, int attempt, String decidedBy, String reason)
            throws CoreUnavailableException {
        return node.wallets().abandonSigning(key, id, attempt, decidedBy, reason);
    }

    @Override
    public Answer<Asset> listAsset(RequestKey key, Asset asset) throws CoreUnavailableException {
        return node.wallets().listAsset(key, asset);
    }

    @Override
    public Optional<Refusal> listingRefusal(NetworkListing listing) {
        return node.wallets().listingRefusal(listing);
    }

    @Override
    public Answer<NetworkListing> listOnNetwork(RequestKey key, NetworkListing listing)
            throws CoreUnavailableException {
        return node.wallets().listOnNetwork(key, listing);
    }

    @Override
    public Answer<OutboundHalt> haltOutbound(RequestKey key, AssetId asset, String reason)
            throws CoreUnavailableException {
        return node.wallets().haltOutbound(key, asset, reason);
    }

    @Override
    public Answer<AssetId> releaseOutbound(RequestKey key, AssetId asset, String decidedBy, String reason)
            throws CoreUnavailableException {
        return node.wallets().releaseOutbound(key, asset, decidedBy, reason);
    }

    @Override
    public Answer<FrozenAccount> freezeAccount(RequestKey key, AccountId account, String reason)
            throws CoreUnavailableException {
        return node.wallets().freezeAccount(key, account, reason);
    }

    @Override
    public Answer<AccountId> unfreezeAccount(RequestKey key, AccountId account, String decidedBy, String reason)
            throws CoreUnavailableException {
        return node.wallets().unfreezeAccount(key, account, decidedBy, reason);
    }

    @Override
    public Answer<LimitRule> setLimit(RequestKey key, LimitRule rule) throws CoreUnavailableException {
        return node.wallets().setLimit(key, rule);
    }

    @Override
    public Answer<LimitRuleId> removeLimit(RequestKey key, LimitRuleId rule) throws CoreUnavailableException {
        return node.wallets().removeLimit(key, rule);
    }

    @Override
    public Answer<Address> enrol(ChainId chain) throws CoreUnavailableException, VaultException {
        return node.wallets().enrol(chain);
    }

    @Override
    public List<BroughtAsset> brought() {
        return node.assets().brought();
    }

    @Override
    public List<String> leftAside() {
        return node.assets().leftAside();
    }

    @Override
    public List<ChainStatus> statuses() {
        return node.statuses();
    }

    @Override
    public Optional<ChainStatus> status(ChainId chain) {
        return node.status(chain);
    }

    @Override
    public Optional<ChainAdapter> adapter(ChainId chain) {
        return node.adapter(chain);
    }

    @Override
    public boolean pause(ChainId chain) {
        return node.pause(chain);
    }

    @Override
    public boolean resume(ChainId chain) {
        return node.resume(chain);
    }

    @Override
    public boolean rescan(ChainId chain, long fromHeight) {
        return node.rescan(chain, fromHeight);
    }

    @Override
    public Optional<Halt> halt(ChainId chain) {
        return node.halt(chain);
    }

    @Override
    public Optional<Refusal> acknowledge(ChainId chain, String halt) {
        return node.acknowledge(chain, halt);
    }

    @Override
    public Optional<Refusal> resetCursor(ChainId chain, Reset wish) throws CoreUnavailableException {
        return node.resetCursor(chain, wish);
    }

    @Override
    public Optional<Refusal> setAside(ChainId chain, String halt, String reason) throws CoreUnavailableException {
        return node.setAside(chain, halt, reason);
    }

    @Override
    public Optional<Refusal> letStand(ChainId chain, String halt, String decidedBy, String reason)
            throws CoreUnavailableException {
        return node.letStand(chain, halt, decidedBy, reason);
    }

    @Override
    public List<Waiting> waiting(ChainId chain) {
        return node.waiting(chain);
    }

    @Override
    public List<Sweep> sweeps(ChainId chain) {
        return node.sweeps(chain);
    }

    @Override
    public Optional<Refusal> bump(WithdrawalId withdrawal) {
        return node.bump(withdrawal);
    }
}
