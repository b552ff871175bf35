// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.MoneyState;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.wallet.Account;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.CustomerId;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.spi.chain.ChainId;
import io.coffer.wire.Json;
import io.coffer.wire.WireViews;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Customers, their accounts, addresses and balances. */
final class CustomerRoutes {
    private final Services services;
    private final Reads reads;
    private final Effects effects;

    CustomerRoutes(Services services, Reads reads, Effects effects) {
        this.services = services;
        this.reads = reads;
        this.effects = effects;
    }

    void register(Router router) {
        router.post("/v1/customers", this::createCustomer);
        router.get("/v1/customers/{id}", this::customer);
        router.post("/v1/customers/{id}/accounts", this::openAccount);
        router.get("/v1/customers/{id}/accounts", this::accounts);
        router.get("/v1/accounts/{id}", this::account);
        router.get("/v1/accounts/{id}/balances", this::balances);
        router.post("/v1/accounts/{id}/addresses", this::allocateAddress);
        router.get("/v1/accounts/{id}/addresses", this::addresses);
    }

    private RestResponse createCustomer(Effects.Asked asked) throws Problem, CoreUnavailableException {
        Optional<String> id = asked.body().optionalText("id");
        asked.body().end();
        Optional<CustomerId> customer =
                id.isEmpty() ? Optional.empty() : Optional.of(Ids.require("id", id.get(), CustomerId::new, Ids.OPAQUE));
        return effects.created(
                asked.key(),
                services.wallets().createCustomer(asked.key(), customer),
                WireViews::customer,
                created -> "/v1/customers/" + created.id());
    }

    private RestResponse openAccount(Effects.Asked asked) throws Problem, CoreUnavailableException {
        asked.body().end();
        CustomerId customer = Ids.find(asked.id("id"), CustomerId::new)
                .orElseThrow(() -> Problem.unknown("customer", asked.id("id")));
        return effects.created(
                asked.key(),
                services.wallets().openAccount(asked.key(), customer),
                WireViews::account,
                opened -> "/v1/accounts/" + opened.id());
    }

    private RestResponse allocateAddress(Effects.Asked asked) throws Problem, CoreUnavailableException {
        NetworkListing listing = AssetReference.listing(asked.body(), services.core());
        asked.body().end();
        AccountId account =
                Ids.find(asked.id("id"), AccountId::new).orElseThrow(() -> Problem.unknown("account", asked.id("id")));
        return effects.created(
                asked.key(),
                services.wallets()
                        .allocateAddress(asked.key(), account, listing.asset().id()),
                WireViews::address,
                own -> "/v1/accounts/" + account + "/addresses");
    }

    private RestResponse customer(Router.Call call) throws Problem {
        call.query().end();
        return reads.one(
                "customer",
                call.id("id"),
                state -> Ids.find(call.id("id"), CustomerId::new)
                        .flatMap(state::customer)
                        .map(customer -> Json.members()
                                .putAll(new WireViews(state).customer(customer))
                                .put("accounts", accounts(state, customer.id()))
                                .build()));
    }

    private RestResponse accounts(Router.Call call) throws Problem {
        call.query().end();
        return reads.one(
                "customer",
                call.id("id"),
                state -> Ids.find(call.id("id"), CustomerId::new)
                        .flatMap(state::customer)
                        .map(customer -> Json.members()
                                .put("items", accounts(state, customer.id()))
                                .build()));
    }

    private static Json accounts(MoneyState state, CustomerId customer) {
        WireViews views = new WireViews(state);
        return Json.sequence(
                state.accounts(customer).stream().map(views::accountNow).toList());
    }

    private RestResponse account(Router.Call call) throws Problem {
        call.query().end();
        return reads.one(
                "account",
                call.id("id"),
                state -> find(state, call)
                        .map(account -> Json.members()
                                .putAll(new WireViews(state).accountNow(account))
                                .put("balances", balances(state, account))
                                .build()));
    }

    private RestResponse balances(Router.Call call) throws Problem {
        call.query().end();
        return reads.one(
                "account",
                call.id("id"),
                state -> find(state, call)
                        .map(account -> Json.members()
                                .put("account", account.id().text())
                                .put("items", balances(state, account))
                                .build()));
    }

    private static Json balances(MoneyState state, Account account) {
        WireViews views = new WireViews(state);
        return Json.sequence(
                state.balances(account.id()).stream().map(views::balance).toList());
    }

    private RestResponse addresses(Router.Call call) throws Problem {
        Optional<String> network = call.query().text("network");
        call.query().end();
        return reads.one(
                "account",
                call.id("id"),
                state -> find(state, call).map(account -> {
                    WireViews views = new WireViews(state);
                    return Reads.items(chains(state, network).stream()
                            .flatMap(chain -> state.addresses(chain, account.id()).stream())
                            .map((OwnAddress own) -> views.address(own))
                            .toList());
                }));
    }

    private static Set<ChainId> chains(MoneyState state, Optional<String> network) {
        TreeSet<ChainId> chains = new TreeSet<>();
        state.listings()
                .forEach(listing -> chains.add(ChainId.of(listing.asset().id())));
        network.ifPresent(only -> chains.removeIf(chain -> !chain.caip2().equals(only)));
        return chains;
    }

    private static Optional<Account> find(MoneyState state, Router.Call call) {
        return Ids.find(call.id("id"), AccountId::new).flatMap(state::account);
    }
}
