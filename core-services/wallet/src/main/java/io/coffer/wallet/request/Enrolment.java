// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.request;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.AssetCommand;
import io.coffer.api.core.ChainCommand;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.core.Result;
import io.coffer.api.node.Answer;
import io.coffer.api.request.CommandId;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.request.Refusal;
import io.coffer.api.signing.KeyVault;
import io.coffer.api.signing.SigningService;
import io.coffer.api.signing.VaultException;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.Keyring;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainDescriptor;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.wallet.adapter.AdapterDirectory;
import io.coffer.wallet.adapter.GuardedAdapter;
import io.coffer.wallet.send.Signing;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a chain ready for use: journals its extended public keys, allocates the hot wallet's address, lists the native
 * asset. Each step is done once; a crash in between is made up for by doing it again.
 */
public final class Enrolment {
    private static final Logger LOG = LoggerFactory.getLogger(Enrolment.class);

    private final MoneyCore core;
    private final AdapterDirectory adapters;
    private final Supplier<Optional<KeyVault>> vault;
    private final Supplier<Optional<SigningService>> signing;
    private final Addresses addresses;
    private final Answers answers;

    public Enrolment(MoneyCore core, AdapterDirectory adapters, Signing keys, Addresses addresses) {
        this.core = core;
        this.adapters = adapters;
        this.vault = keys.vault();
        this.signing = keys.service();
        this.addresses = addresses;
        this.answers = new Answers(core);
    }

    /** Whether nothing is left to do for a chain. */
    public boolean isComplete(ChainDescriptor descriptor) {
        ChainId chain = descriptor.chain();
        return core.read(state -> state.keyring(chain, KeyPurpose.DEPOSIT).isPresent()
                && !state.addresses(chain, KeyPurpose.TREASURY, 0, 1).isEmpty()
                && state.listing(descriptor.nativeAsset().id()).isPresent());
    }

    /** @throws VaultException if the vault is needed and not unsealed */
    public Answer<Address> enrol(ChainId chain) throws CoreUnavailableException, VaultException {
        Optional<GuardedAdapter> adapter = adapters.find(chain);
        if (adapter.isEmpty()) {
            return answers.refuse(Refusals.chainUnknown(chain));
        }
        ChainDescriptor descriptor = adapter.get().descriptor();
        for (KeyPurpose purpose : KeyPurpose.values()) {
            Optional<Answer<Address>> refused = register(descriptor, purpose);
            if (refused.isPresent()) {
                return refused.get();
            }
        }
        Answer<OwnAddress> treasury = addresses.allocateTreasury(adapter.get());
        if (treasury instanceof Answer.Refused<OwnAddress> refused) {
            return new Answer.Refused<>(refused.refusal(), refused.position(), refused.repeated());
        }
        if (!(treasury instanceof Answer.Done<OwnAddress> done)) {
            throw new IllegalStateException("the hot wallet's address of " + chain + " was made for something else");
        }
        list(descriptor);
        if (!done.repeated()) {
            LOG.info("{}: enrolled, the hot wallet is {}", chain, done.value().address());
        }
        return new Answer.Done<>(done.value().address(), core.read(MoneyState::position), done.repeated());
    }

    private Optional<Answer<Address>> register(ChainDescriptor descriptor, KeyPurpose purpose)
            throws CoreUnavailableException, VaultException {
        ChainId chain = descriptor.chain();
        if (core.read(state -> state.keyring(chain, purpose).isPresent())) {
            return Optional.empty();
        }
        Optional<KeyVault> present = vault.get();
        if (present.isEmpty()) {
            return Optional.of(answers.refuse(Refusals.vaultAbsent()));
        }
        Optional<SigningService> checking = signing.get();
        if (checking.isEmpty()) {
            return Optional.of(answers.refuse(Refusals.signingAbsent()));
        }
        Optional<Refusal> taken = checking.get().keysRefusal(chain, descriptor.coinType());
        if (taken.isPresent()) {
            return Optional.of(answers.refuse(taken.get()));
        }
        String extended = present.get().extendedPublicKey(descriptor.coinType(), purpose);
        Keyring keyring = new Keyring(chain, descriptor.coinType(), purpose, extended);
        Derivation.check(keyring);
        Result result = core.submit(
                CommandId.of("keyring", chain.caip2(), purpose.name(), extended),
                new ChainCommand.RegisterKeyring(keyring));
        return result instanceof Result.Refused refused
                ? Optional.of(new Answer.Refused<>(refused.refusal(), refused.position(), false))
                : Optional.empty();
    }

    /** Lists the native asset under its usual ticker, unless an operator has listed it already, whatever the name. */
    private void list(ChainDescriptor descriptor) throws CoreUnavailableException {
        NetworkAsset nativeAsset = descriptor.nativeAsset();
        if (core.read(state -> state.listing(nativeAsset.id()).isPresent())) {
            return;
        }
        AssetId asset = new AssetId(descriptor.symbol());
        if (core.read(state -> state.asset(asset).isEmpty())) {
            int decimals = Math.min(nativeAsset.decimals(), Asset.MAX_DECIMALS);
            core.submit(
                    CommandId.of("native-asset", asset.code(), Integer.toString(decimals)),
                    new AssetCommand.ListAsset(new Asset(asset, decimals)));
        }
        Result result = core.submit(
                CommandId.of("native-listing", nativeAsset.id().caip19(), asset.code()),
                new AssetCommand.ListOnNetwork(
                        new NetworkListing(nativeAsset, asset, Amount.zero(nativeAsset.id()), true, true)));
        if (result instanceof Result.Refused refused) {
            LOG.error(
                    "{} is not listed: {}", nativeAsset.id(), refused.refusal().message());
        }
    }
}
