// SPDX-License-Identifier: Apache-2.0
package io.coffer.wire;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.NetworkListing;
import io.coffer.api.asset.OutboundHalt;
import io.coffer.api.core.CoreStatus;
import io.coffer.api.core.MoneyState;
import io.coffer.api.ledger.Balance;
import io.coffer.api.ledger.Money;
import io.coffer.api.ledger.TrialBalance;
import io.coffer.api.request.Refusal;
import io.coffer.api.wallet.Account;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.Customer;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.FrozenAccount;
import io.coffer.api.wallet.LimitRule;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalRequest;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/**
 * Values of the node as JSON. It asks the state for decimals and so lives only inside {@code MoneyCore.read}; what it
 * gives may leave.
 */
public final class WireViews {
    private final MoneyState state;

    public WireViews(MoneyState state) {
        this.state = state;
    }

    /** {@code amount} and {@code asset} are left out where the asset is not listed: then nobody knows its decimals. */
    public Json.Dictionary amount(Amount amount) {
        Optional<NetworkListing> listing = state.listing(amount.asset());
        Json.Members view = Json.members();
        listing.ifPresent(known ->
                view.put("amount", Decimals.text(amount.units(), known.asset().decimals())));
        view.put("atomic", Json.whole(amount.units()));
        listing.ifPresent(known -> view.put("asset", known.ledgerAsset().code()));
        return view.put("network", amount.asset().chain())
                .put("caip19", amount.asset().caip19())
                .build();
    }

    public Json.Dictionary amount(NetworkAssetId asset, BigInteger units) {
        return amount(new Amount(asset, units));
    }

    /** In ledger units; there is no network. Below zero where the account may be. */
    public Json.Dictionary money(AssetId asset, BigInteger units) {
        Json.Members view = Json.members();
        state.asset(asset).ifPresent(known -> view.put("amount", Decimals.text(units, known.decimals())));
        return view.put("atomic", Json.whole(units)).put("asset", asset.code()).build();
    }

    public Json.Dictionary money(Money money) {
        return money(money.asset(), money.units());
    }

    public Json.Dictionary customer(Customer customer) {
        return Json.members()
                .put("id", customer.id().text())
                .put("createdAt", time(customer.createdAtMs()))
                .build();
    }

    public Json.Dictionary account(Account account) {
        return Json.members()
                .put("id", account.id().text())
                .put("customer", account.customer().text())
                .put("createdAt", time(account.createdAtMs()))
                .build();
    }

    /** With whether anything may leave it, which changes. */
    public Json.Dictionary accountNow(Account account) {
        Optional<FrozenAccount> frozen = state.frozenAccount(account.id());
        return Json.members()
                .putAll(account(account))
                .put("frozen", frozen.isPresent())
                .put("frozenReason", frozen.map(freeze -> Json.text(freeze.reason())))
                .put("frozenSince", frozen.map(freeze -> time(freeze.sinceMs())))
                .build();
    }

    public static Json.Dictionary core(CoreStatus core) {
        return Json.members()
                .put("mode", core.mode().name())
                .put("position", core.position())
                .put("term", core.term())
                .put("time", time(core.timeMs()))
                .put("detail", core.detail())
                .build();
    }

    public static Json.Dictionary frozen(FrozenAccount frozen) {
        return Json.members()
                .put("account", frozen.account().text())
                .put("reason", frozen.reason())
                .put("since", time(frozen.sinceMs()))
                .build();
    }

    public static Json.Dictionary halt(OutboundHalt halt) {
        return Json.members()
                .put("asset", halt.asset().code())
                .put("reason", halt.reason())
                .put("since", time(halt.sinceMs()))
                .build();
    }

    public Json.Dictionary address(OwnAddress own) {
        return Json.members()
                .put("address", own.address().text())
                .put("network", own.address().chain().caip2())
                .put("account", own.account().map(account -> Json.text(account.text())))
                .put("purpose", own.key().purpose().name())
                .put("path", own.key().path())
                .build();
    }

    public Json.Dictionary balance(Balance balance) {
        AssetId asset = balance.account().asset();
        return Json.members()
                .put("asset", asset.code())
                .put("total", money(asset, balance.total()))
                .put("held", money(asset, balance.held()))
                .put("available", money(asset, balance.available()))
                .build();
    }

    public Json.Dictionary ledgerAccount(Balance balance) {
        AssetId asset = balance.account().asset();
        return Json.members()
                .put("id", balance.account().toString())
                .put("kind", balance.account().kind().name())
                .put("owner", balance.account().owner())
                .put("debits", money(asset, balance.debits()))
                .put("credits", money(asset, balance.credits()))
                .putAll(balance(balance))
                .build();
    }

    public Json.Dictionary trialBalance(TrialBalance trial) {
        return Json.members()
                .put("position", trial.position())
                .put("balanced", trial.isBalanced())
                .put("rows", Json.sequence(trial.rows().stream().map(this::row).toList()))
                .build();
    }

    private Json row(TrialBalance.Row row) {
        return Json.members()
                .put("asset", row.asset().code())
                .put("debits", money(row.asset(), row.debits()))
                .put("credits", money(row.asset(), row.credits()))
                .put("held", money(row.asset(), row.held()))
                .put("balanced", row.isBalanced())
                .build();
    }

    public Json.Dictionary deposit(Deposit deposit) {
        return Json.members()
                .put("id", deposit.key().id())
                .put("account", deposit.account().map(account -> Json.text(account.text())))
                .put("to", deposit.key().to().text())
                .put("tag", deposit.key().tag().map(Json::text))
                .put("amount", amount(deposit.amount()))
                .put("tx", deposit.key().tx().text())
                .put("txPosition", deposit.key().position())
                .put("block", block(deposit.block()))
                .put("chainState", deposit.progress().chain().name())
                .put("state", deposit.progress().state().name())
                .put("generation", deposit.progress().generation())
                .put("reason", deposit.progress().reason().map(Json::text))
                .put("detectedAt", time(deposit.detectedAtMs()))
                .build();
    }

    /** What was asked for: it never changes, so it can be answered again. */
    public Json.Dictionary withdrawalReceipt(Withdrawal withdrawal, String state) {
        WithdrawalRequest request = withdrawal.request();
        return Json.members()
                .put("id", withdrawal.id().text())
                .put("account", request.account().map(account -> Json.text(account.text())))
                .put(
                        "purpose",
                        request.house().map(house -> Json.text(house.purpose().name())))
                .put("from", request.house().map(house -> Json.text(house.from().text())))
                .put("to", request.to().text())
                .put("tag", request.tag().map(Json::text))
                .put("amount", amount(request.amount()))
                .put("feeCap", amount(request.feeCap()))
                .put("externalId", request.externalId().map(Json::text))
                .put("state", state)
                .put("requestedAt", time(withdrawal.requestedAtMs()))
                .build();
    }

    public Json.Dictionary withdrawal(Withdrawal withdrawal) {
        Optional<Attempt> attempt = withdrawal.attempt();
        return Json.members()
                .putAll(withdrawalReceipt(withdrawal, withdrawal.state().name()))
                .put("terminal", withdrawal.state().isTerminal())
                .put("refusal", withdrawal.refusal().map(this::refusal))
                .put("outboundHalted", isHalted(withdrawal.request().amount()))
                .put(
                        "frozen",
                        withdrawal
                                .request()
                                .account()
                                .flatMap(state::frozenAccount)
                                .isPresent())
                .put(
                        "tx",
                        attempt.flatMap(Attempt::signed)
                                .map(signed -> Json.text(signed.id().text())))
                .put("feePaid", attempt.flatMap(Attempt::feePaid).map(this::amount))
                .put(
                        "attempts",
                        Json.sequence(withdrawal.attempts().stream()
                                .map(each -> attempt(withdrawal, each))
                                .toList()))
                .build();
    }

    public Json.Dictionary refusal(Refusal refusal) {
        return Json.members()
                .put("code", refusal.code())
                .put("message", refusal.message())
                .put("nextStep", refusal.nextStep())
                .build();
    }

    private boolean isHalted(Amount amount) {
        return state.listing(amount.asset())
                .flatMap(listing -> state.outboundHalt(listing.ledgerAsset()))
                .isPresent();
    }

    /**
     * Where one of several attempts stands: PREPARED without signed bytes, SIGNED with them, MINED if it is in a block,
     * REPLACED if a later one is to take its place or another one was mined.
     */
    public static String attemptState(Withdrawal withdrawal, Attempt attempt) {
        boolean mined = switch (withdrawal.state()) {
            case CONFIRMING, COMPLETED, FAILED_ONCHAIN -> true;
            default -> false;
        };
        boolean counts = withdrawal
                .attempt()
                .filter(one -> one.number() == attempt.number())
                .isPresent();
        if (!counts) {
            return "REPLACED";
        }
        return mined ? "MINED" : attempt.signed().isPresent() ? "SIGNED" : "PREPARED";
    }

    private Json attempt(Withdrawal withdrawal, Attempt attempt) {
        Json.Members view = Json.members()
                .put("number", attempt.number())
                .put("state", attemptState(withdrawal, attempt))
                .put("sender", attempt.preparation().sender().text());
        attempt.preparation().sequence().ifPresent(sequence -> view.put("sequence", sequence));
        return view.put("inputs", attempt.preparation().inputs().size())
                .put("maxFee", amount(attempt.preparation().fee().maxFee()))
                .put("tx", attempt.signed().map(signed -> Json.text(signed.id().text())))
                .put("block", attempt.block().map(WireViews::block))
                .put("feePaid", attempt.feePaid().map(this::amount))
                .build();
    }

    public Json.Dictionary asset(Asset asset) {
        Optional<OutboundHalt> halt = state.outboundHalt(asset.id());
        return Json.members()
                .put("asset", asset.id().code())
                .put("decimals", asset.decimals())
                .put("outboundHalted", halt.isPresent())
                .put("haltReason", halt.map(each -> Json.text(each.reason())))
                .put("haltedSince", halt.map(each -> time(each.sinceMs())))
                .put(
                        "networks",
                        Json.sequence(state.listings().stream()
                                .filter(listing -> listing.ledgerAsset().equals(asset.id()))
                                .map(this::listing)
                                .toList()))
                .build();
    }

    public Json.Dictionary listing(NetworkListing listing) {
        return Json.members()
                .put("caip19", listing.asset().id().caip19())
                .put("network", listing.asset().id().chain())
                .put("decimals", listing.asset().decimals())
                .put("minimumDeposit", amount(listing.minimumDeposit()))
                .put("deposits", listing.deposits())
                .put("withdrawals", listing.withdrawals())
                .build();
    }

    public Json.Dictionary limit(LimitRule rule) {
        return Json.members()
                .put("id", rule.id().text())
                .put("account", rule.account().map(account -> Json.text(account.text())))
                .put("asset", rule.perTransaction().asset().code())
                .put("perTransaction", money(rule.perTransaction()))
                .put("perDay", money(rule.perDay()))
                .build();
    }

    /** What our addresses hold of an asset by the books, in network units. */
    public Json.Dictionary custody(NetworkAssetId asset) {
        return amount(asset, state.custody(asset));
    }

    public Json.Dictionary hotWallet(Address address, NetworkAssetId nativeAsset, BigInteger unreserved) {
        return Json.members()
                .put("address", address.text())
                .put("unreserved", amount(nativeAsset, unreserved))
                .build();
    }

    public static Json.Dictionary block(BlockRef block) {
        return Json.members()
                .put("height", block.height())
                .put("hash", block.hash())
                .build();
    }

    /** ISO 8601 in UTC, to the millisecond. */
    public static Json time(long epochMs) {
        return Json.text(Instant.ofEpochMilli(epochMs).toString());
    }
}
