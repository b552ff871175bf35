// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.node.Chains;
import io.coffer.api.node.Wallets;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.InvalidAddressException;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.wire.ChainViews;
import io.coffer.wire.Json;
import io.coffer.wire.WireViews;
import java.math.BigInteger;
import java.util.Optional;

/** Withdrawals: asked for, looked at, taken back. */
final class WithdrawalRoutes {
    private static final String EXTERNAL_ID_FORM = "[!-~]{1,64}";
    private static final int MAX_REASON_LENGTH = 200;

    private final Services services;
    private final Reads reads;
    private final Effects effects;

    WithdrawalRoutes(Services services, Reads reads, Effects effects) {
        this.services = services;
        this.reads = reads;
        this.effects = effects;
    }

    void register(Router router) {
        router.post("/v1/withdrawals", this::withdraw);
        router.get("/v1/withdrawals/by-external-id/{id}", this::byExternalId);
        router.get("/v1/withdrawals/{id}", this::withdrawal);
        router.post("/v1/withdrawals/{id}/cancel", this::cancel);
    }

    private RestResponse withdraw(Effects.Asked asked) throws Problem, CoreUnavailableException {
        Wallets.Order order = order(asked.body());
        try {
            return effects.created(
                    asked.key(),
                    services.wallets().withdraw(asked.key(), order),
                    // As it was taken, not as it stands by now: a repeat is answered the same.
                    (views, taken) -> views.withdrawalReceipt(taken, WithdrawalState.REQUESTED.name()),
                    taken -> "/v1/withdrawals/" + taken.id());
        } catch (InvalidAddressException invalid) {
            throw Problem.invalid(
                    "address.invalid",
                    "to",
                    "is no address of " + order.asset().chain() + ": " + invalid.getMessage(),
                    "Check the destination with its owner.");
        }
    }

    private Wallets.Order order(Fields body) throws Problem {
        AccountId account = Ids.require("account", body.text("account"), AccountId::new, Ids.OPAQUE);
        MoneyCore core = services.core();
        NetworkListing listing = AssetReference.listing(body, core);
        NetworkAsset asset = listing.asset();
        String to = body.text("to");
        if (to.isEmpty() || to.length() > Address.MAX_LENGTH) {
            throw Problem.invalid("address.invalid", "to", "is not 1.." + Address.MAX_LENGTH + " characters", "");
        }
        BigInteger units = AssetReference.amount(body, "amount", "atomic", asset.decimals());
        Optional<BigInteger> feeCap = feeCap(body, ChainId.of(asset.id()));
        Optional<String> externalId = body.optionalText("externalId");
        if (externalId.isPresent() && !externalId.get().matches(EXTERNAL_ID_FORM)) {
            throw Problem.invalid("externalId", "is not 1..64 visible ASCII characters");
        }
        if (body.optionalText("tag").isPresent()) {
            // Dropping it could send the money to somebody else's account at the destination.
            throw Problem.invalid("tag", "is taken by no chain of this node");
        }
        body.end();
        return new Wallets.Order(account, asset.id(), to, units, feeCap, externalId);
    }

    private Optional<BigInteger> feeCap(Fields body, ChainId chain) throws Problem {
        if (body.has("feeCapAtomic") && !body.has("feeCap")) {
            return Optional.of(AssetReference.amount(body, "feeCap", "feeCapAtomic", 0));
        }
        if (!body.has("feeCap")) {
            body.optionalText("feeCap");
            body.optionalText("feeCapAtomic");
            return Optional.empty();
        }
        NetworkAsset nativeAsset = services.chains()
                .adapter(chain)
                .map(adapter -> adapter.descriptor().nativeAsset())
                .orElseThrow(() -> Problem.later(
                        503,
                        "chain.absent",
                        "The adapter of " + chain + " is not there, and with it the decimals of its fees.",
                        "Send the same request again later, or send feeCapAtomic."));
        return Optional.of(AssetReference.amount(body, "feeCap", "feeCapAtomic", nativeAsset.decimals()));
    }

    private RestResponse cancel(Effects.Asked asked) throws Problem, CoreUnavailableException {
        String reason = asked.body().optionalText("reason").orElse("");
        if (reason.length() > MAX_REASON_LENGTH) {
            throw Problem.invalid("reason", "is longer than " + MAX_REASON_LENGTH + " characters");
        }
        asked.body().end();
        WithdrawalId id = Ids.find(asked.id("id"), WithdrawalId::new)
                .orElseThrow(() -> Problem.unknown("withdrawal", asked.id("id")));
        // One that is unknown is for the core to refuse, so that a repeat is told the same.
        Optional<Withdrawal> known = services.core().read(state -> state.withdrawal(id));
        if (known.isPresent() && !isCustomers(known.get())) {
            throw Problem.unknown("withdrawal", id.text());
        }
        return effects.answered(
                asked.key(),
                services.wallets().cancel(asked.key(), id, reason),
                200,
                (views, cancelled) -> views.withdrawalReceipt(cancelled, WithdrawalState.CANCELLED.name()));
    }

    private RestResponse withdrawal(Router.Call call) throws Problem {
        call.query().end();
        return reads.one(
                "withdrawal",
                call.id("id"),
                state -> find(state, call.id("id")).map(withdrawal -> view(state, withdrawal)));
    }

    private RestResponse byExternalId(Router.Call call) throws Problem {
        call.query().end();
        return reads.one(
                "withdrawal",
                call.id("id"),
                state -> state.withdrawalByExternalId(call.id("id")).map(withdrawal -> view(state, withdrawal)));
    }

    private static Optional<Withdrawal> find(MoneyState state, String id) {
        return Ids.find(id, WithdrawalId::new).flatMap(state::withdrawal).filter(WithdrawalRoutes::isCustomers);
    }

    /** What the house moves between its own addresses is nobody's business here. */
    static boolean isCustomers(Withdrawal withdrawal) {
        return withdrawal.request().account().isPresent();
    }

    private Json.Dictionary view(MoneyState state, Withdrawal withdrawal) {
        ChainId chain = withdrawal.request().to().chain();
        Optional<Json> waiting = services.find(Chains.class)
                .flatMap(chains -> chains.waiting(chain).stream()
                        .filter(each -> each.withdrawal().equals(withdrawal.id()))
                        .findFirst())
                .map(ChainViews::waiting);
        return Json.members()
                .putAll(new WireViews(state).withdrawal(withdrawal))
                .put("waiting", waiting)
                .build();
    }
}
