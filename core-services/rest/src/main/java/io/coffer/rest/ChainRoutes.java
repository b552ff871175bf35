// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.MoneyState;
import io.coffer.api.node.ChainStatus;
import io.coffer.api.node.Chains;
import io.coffer.api.node.Halts;
import io.coffer.api.signing.SigningService;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.ChainDescriptor;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.UtxoChain;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wire.ChainViews;
import io.coffer.wire.Json;
import io.coffer.wire.WireViews;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Chains, deposits on them, and what the house itself holds there. */
final class ChainRoutes {
    /** Addresses of the house that are shown for one chain. */
    private static final int MAX_TREASURY_ADDRESSES = 100;

    private final Services services;
    private final Reads reads;

    ChainRoutes(Services services, Reads reads) {
        this.services = services;
        this.reads = reads;
    }

    void register(Router router) {
        router.get("/v1/chains", this::chains);
        router.get("/v1/chains/{id}", this::chain);
        router.get("/v1/deposits/{id}", this::deposit);
        router.get("/v1/treasury", this::treasury);
    }

    private RestResponse chains(Router.Call call) throws Problem {
        call.query().end();
        return RestResponse.ok(Reads.items(
                services.chains().statuses().stream().map(this::view).toList()));
    }

    private RestResponse chain(Router.Call call) throws Problem {
        call.query().end();
        Chains chains = services.chains();
        ChainStatus status = Ids.find(call.id("id"), ChainId::new)
                .flatMap(chains::status)
                .orElseThrow(() -> Problem.unknown("chain", call.id("id")));
        List<Json> aside = services.core()
                .read(state -> state.setAside(status.chain()).stream()
                        .map(ChainViews::setAside)
                        .toList());
        return RestResponse.ok(Json.members()
                .putAll(view(status))
                .put("setAside", Json.sequence(aside))
                .build());
    }

    private Json.Dictionary view(ChainStatus status) {
        Json.Members view = Json.members().putAll(ChainViews.status(status));
        view.put(
                "halt",
                services.find(Halts.class)
                        .flatMap(halts -> halts.halt(status.chain()))
                        .map(ChainViews::halt));
        descriptor(status.chain()).ifPresent(descriptor -> {
            view.put("family", descriptor.family())
                    .put("symbol", descriptor.symbol())
                    .put("nativeAsset", descriptor.nativeAsset().id().caip19());
            services.find(SigningService.class)
                    .ifPresent(signing -> view.put(
                            "signing", signing.coverage(descriptor.family()).name()));
        });
        return view.build();
    }

    private Optional<ChainDescriptor> descriptor(ChainId chain) {
        return adapter(chain).map(ChainAdapter::descriptor);
    }

    private Optional<ChainAdapter> adapter(ChainId chain) {
        return services.find(Chains.class).flatMap(chains -> chains.adapter(chain));
    }

    private RestResponse deposit(Router.Call call) throws Problem {
        call.query().end();
        return reads.one(
                "deposit", call.id("id"), state -> state.deposit(call.id("id")).map(deposit -> view(state, deposit)));
    }

    private Json.Dictionary view(MoneyState state, Deposit deposit) {
        Optional<BlockRef> head = services.find(Chains.class)
                .flatMap(chains -> chains.status(deposit.key().to().chain()))
                .flatMap(ChainStatus::head);
        return Json.members()
                .putAll(new WireViews(state).deposit(deposit))
                .put("confirmations", head.map(top -> Json.number(ChainViews.confirmations(deposit.block(), top))))
                .build();
    }

    private RestResponse treasury(Router.Call call) throws Problem {
        call.query().end();
        SortedMap<ChainId, Optional<ChainAdapter>> adapters = new TreeMap<>();
        services.find(Chains.class)
                .ifPresent(chains ->
                        chains.statuses().forEach(status -> adapters.put(status.chain(), adapter(status.chain()))));
        return reads.all(state -> {
            state.listings()
                    .forEach(listing ->
                            adapters.computeIfAbsent(ChainId.of(listing.asset().id()), this::adapter));
            return Reads.items(adapters.entrySet().stream()
                    .map(entry -> treasury(state, entry.getKey(), entry.getValue()))
                    .toList());
        });
    }

    private static Json treasury(MoneyState state, ChainId chain, Optional<ChainAdapter> adapter) {
        WireViews views = new WireViews(state);
        List<OwnAddress> own = state.addresses(chain, KeyPurpose.TREASURY, 0, MAX_TREASURY_ADDRESSES);
        Json.Members view = Json.members()
                .put("network", chain.caip2())
                .put(
                        "addresses",
                        Json.sequence(own.stream()
                                .map(each -> Json.text(each.address().text()))
                                .toList()))
                .put(
                        "custody",
                        Json.sequence(state.listings().stream()
                                .map(NetworkListing::asset)
                                .filter(asset -> asset.id().chain().equals(chain.caip2()))
                                .map(asset -> views.custody(asset.id()))
                                .toList()));
        adapter.ifPresent(known -> {
            NetworkAssetId coin = known.descriptor().nativeAsset().id();
            view.put("unreserved", views.amount(coin, unreserved(state, chain, known, own)));
            view.put(
                    "tokens",
                    Json.sequence(state.listings().stream()
                            .map(listing -> listing.asset().id())
                            .filter(asset -> asset.chain().equals(chain.caip2()) && !asset.equals(coin))
                            .map(asset -> views.amount(asset, free(state, own, asset)))
                            .toList()));
        });
        return view.build();
    }

    private static BigInteger free(MoneyState state, List<OwnAddress> own, NetworkAssetId asset) {
        return own.stream()
                .map(each -> state.funds(each.address(), asset))
                .reduce(BigInteger.ZERO, BigInteger::add)
                .max(BigInteger.ZERO);
    }

    private static BigInteger unreserved(MoneyState state, ChainId chain, ChainAdapter adapter, List<OwnAddress> own) {
        if (adapter instanceof UtxoChain) {
            return state.treasuryOutputs(chain).stream()
                    .map(output -> output.amount().units())
                    .reduce(BigInteger.ZERO, BigInteger::add);
        }
        return free(state, own, adapter.descriptor().nativeAsset().id());
    }
}
