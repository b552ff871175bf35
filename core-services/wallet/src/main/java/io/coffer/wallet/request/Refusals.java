// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.request;

import io.coffer.api.request.Refusal;
import io.coffer.api.wallet.AccountId;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.NetworkAssetId;
import java.util.Map;

/** The refusals that the wallet itself gives, and those of the core told again from their code. */
final class Refusals {
    private static final Map<String, String> NEXT_STEPS = Map.ofEntries(
            Map.entry("account.unknown", "open the account first"),
            Map.entry("account.exists", "choose another key"),
            Map.entry("customer.unknown", "create the customer first"),
            Map.entry("customer.exists", "choose another id"),
            Map.entry("asset.not-listed", "list the asset on its network first"),
            Map.entry("asset.unknown", "list the ledger asset first"),
            Map.entry("asset.decimals-pinned", "list it with the decimals that it has, or under another id"),
            Map.entry("asset.listing-pinned", "change only the switches and the minimum"),
            Map.entry("chain.keyring-missing", "enrol the chain: unseal the vault"),
            Map.entry("limit.no-rule", "set a limit that allows it"),
            Map.entry("limit.per-transaction", "order less, or raise the limit"),
            Map.entry("limit.per-day", "wait, or raise the limit"),
            Map.entry("limit.unknown", "look at the rules that are set"),
            Map.entry("ledger.insufficient-funds", "order less, or wait for a deposit"),
            Map.entry("withdrawal.state", "only a withdrawal that has not been prepared can be cancelled"),
            Map.entry("withdrawal.external-id-used", "use another external id"),
            Map.entry("destination.own-address", "book an internal transfer instead"));

    private Refusals() {}

    /** What a repeat is told of a refusal of which only the code was kept. */
    static Refusal again(String code) {
        return new Refusal(
                code,
                "refused when it was first asked for",
                NEXT_STEPS.getOrDefault(code, "ask again with another key once the cause is gone"));
    }

    static Refusal chainUnknown(ChainId chain) {
        return new Refusal(
                "chain.unknown", "no adapter for " + chain + " is running", "install one, or wait until it is back");
    }

    static Refusal chainNotRead(ChainId chain) {
        return new Refusal(
                "chain.not-read",
                chain + " has not been reached once, so a payment could be missed",
                "wait until its node answers");
    }

    static Refusal chainSilent(ChainId chain, String reason) {
        return new Refusal(
                "chain.adapter-failed", "the adapter of " + chain + " failed: " + reason, "look at the adapter");
    }

    static Refusal keyringMissing(ChainId chain) {
        return new Refusal("chain.keyring-missing", chain + " has no keys yet", "enrol the chain: unseal the vault");
    }

    static Refusal assetNotListed(NetworkAssetId asset) {
        return new Refusal("asset.not-listed", asset + " is not listed", "list the asset on its network first");
    }

    static Refusal accountUnknown(AccountId account) {
        return new Refusal("account.unknown", "there is no account " + account, "open the account first");
    }

    static Refusal signingAbsent() {
        return new Refusal(
                "signing.absent",
                "no signing service is installed that could say whose keys these are",
                "install the signing service");
    }

    static Refusal vaultAbsent() {
        return new Refusal("vault.absent", "no vault is installed", "install the keys service");
    }
}
