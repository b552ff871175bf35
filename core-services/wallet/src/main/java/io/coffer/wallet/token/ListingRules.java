// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.token;

import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.request.Refusal;
import io.coffer.spi.asset.TokenHost;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.adapter.AdapterDirectory;
import io.coffer.wallet.adapter.GuardedAdapter;
import io.coffer.wallet.token.ContractQuestions.Decimals;
import io.coffer.wallet.token.GuardedPlugin.Brought;
import java.util.Optional;

/**
 * Whether a token may be listed, or its switches turned on: its plugin and its contract must agree with the listing.
 * Switching off is always allowed. Any thread may call.
 */
public final class ListingRules {
    private final MoneyCore core;
    private final AdapterDirectory adapters;
    private final AssetPlugins plugins;

    public ListingRules(MoneyCore core, AdapterDirectory adapters, AssetPlugins plugins) {
        this.core = core;
        this.adapters = adapters;
        this.plugins = plugins;
    }

    /** Why not; empty if it may be. */
    public Optional<Refusal> refusal(NetworkListing listing) {
        NetworkAssetId id = listing.asset().id();
        Optional<NetworkListing> known = core.read(state -> state.listing(id));
        boolean opens = known.isEmpty()
                || (listing.deposits() && !known.get().deposits())
                || (listing.withdrawals() && !known.get().withdrawals());
        if (!TokenSelection.isToken(id) || !opens) {
            return Optional.empty();
        }
        Optional<Brought> brought = plugins.first(id);
        if (brought.isEmpty()) {
            return listing.deposits() ? Optional.of(noPlugin(id)) : Optional.empty();
        }
        Optional<String> objection =
                brought.get().problem().or(() -> TokenSelection.objection(brought.get(), Optional.of(listing)));
        if (objection.isPresent()) {
            return Optional.of(new Refusal(
                    "token.refused",
                    id + ": " + objection.get(),
                    "asset:plugins shows what the plugin " + brought.get().plugin() + " says; mend its configuration"));
        }
        Optional<GuardedAdapter> adapter = adapters.find(ChainId.of(id));
        return adapter.isEmpty()
                ? Optional.empty()
                : byTheContract(
                        listing, known.isEmpty(), brought.get().protocol().orElseThrow(), adapter.get());
    }

    private static Optional<Refusal> byTheContract(
            NetworkListing listing, boolean isNew, GuardedProtocol token, GuardedAdapter adapter) {
        NetworkAssetId id = listing.asset().id();
        try {
            Optional<TokenHost> host = adapter.ask("tokens", bare -> bare.capability(TokenHost.class));
            if (host.isEmpty()) {
                return listing.deposits() ? Optional.of(noHost(id)) : Optional.empty();
            }
            Decimals told = adapter.ask("decimals", bare -> ContractQuestions.decimals(bare, host.get(), token));
            return refusal(listing, told);
        } catch (ChainException failed) {
            // What is listed is pinned and watched; what is not must be known first.
            return isNew ? Optional.of(silent(id, failed)) : Optional.empty();
        }
    }

    private static Optional<Refusal> refusal(NetworkListing listing, Decimals told) {
        NetworkAssetId id = listing.asset().id();
        if (told instanceof Decimals.Unreadable) {
            return Optional.of(new Refusal(
                    "token.decimals-unknown",
                    "the contract of " + id + " does not say how many decimals it has: perhaps there is none",
                    "compare the contract's address with its issuer's"));
        }
        return told instanceof Decimals.Told number
                        && number.decimals() != listing.asset().decimals()
                ? Optional.of(new Refusal(
                        "token.decimals-differ",
                        "the contract of " + id + " says that it has " + number.decimals() + " decimals, not "
                                + listing.asset().decimals(),
                        "list it with the decimals that it has"))
                : Optional.empty();
    }

    private static Refusal noPlugin(NetworkAssetId id) {
        return new Refusal(
                "token.no-plugin",
                "no plugin brings " + id + ", so reading of its whole chain would wait for one",
                "install or configure the plugin first, or list it with --no-deposits");
    }

    private static Refusal noHost(NetworkAssetId id) {
        return new Refusal(
                "token.no-host",
                "the adapter of " + ChainId.of(id) + " has no tokens, so reading of the whole chain would wait",
                "install an adapter that has, or list it with --no-deposits");
    }

    private static Refusal silent(NetworkAssetId id, ChainException failed) {
        return new Refusal(
                "chain.adapter-failed",
                "the contract of " + id + " cannot be asked: " + failed.getMessage(),
                "try again when the chain's node answers");
    }
}
