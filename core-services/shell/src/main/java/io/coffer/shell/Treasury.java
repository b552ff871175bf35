// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.node.Chains;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.Utxo;
import io.coffer.spi.chain.UtxoChain;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wire.Decimals;
import io.coffer.wire.Json;
import io.coffer.wire.WireViews;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the house itself holds on each chain. */
public final class Treasury {
    private static final int MAX_ADDRESSES = 100;

    private Treasury() {}

    /**
     * One asset on one chain.
     *
     * @param addresses of the hot wallet there
     * @param unreserved what no transaction has reserved, as text; empty while no adapter is there
     */
    public record Funds(String asset, List<String> addresses, String custody, String unreserved, Json json) {}

    /** By chain and asset. */
    public static List<Funds> funds(Node node) {
        Optional<MoneyCore> core = node.find(MoneyCore.class);
        if (core.isEmpty()) {
            return List.of();
        }
        Map<ChainId, ChainAdapter> adapters = new TreeMap<>();
        node.find(Chains.class)
                .ifPresent(chains -> chains.statuses()
                        .forEach(status -> chains.adapter(status.chain())
                                .ifPresent(adapter -> adapters.put(status.chain(), adapter))));
        return core.get().read(state -> {
            List<Funds> funds = new ArrayList<>();
            state.listings().forEach(listing -> {
                ChainId chain = ChainId.of(listing.asset().id());
                List<OwnAddress> own = state.addresses(chain, KeyPurpose.TREASURY, 0, MAX_ADDRESSES);
                List<String> addresses =
                        own.stream().map(each -> each.address().text()).toList();
                int decimals = listing.asset().decimals();
                Optional<BigInteger> unreserved = Optional.ofNullable(adapters.get(chain))
                        .map(adapter ->
                                unreserved(state, adapter, own, listing.asset().id()));
                Json.Members json = Json.members()
                        .put("network", chain.caip2())
                        .put(
                                "addresses",
                                Json.sequence(addresses.stream().map(Json::text).toList()))
                        .put(
                                "custody",
                                new WireViews(state).custody(listing.asset().id()));
                unreserved.ifPresent(units -> json.put(
                        "unreserved",
                        new WireViews(state).amount(listing.asset().id(), units)));
                funds.add(new Funds(
                        listing.ledgerAsset() + " on " + chain,
                        addresses,
                        Decimals.text(state.custody(listing.asset().id()), decimals),
                        unreserved.map(units -> Decimals.text(units, decimals)).orElse(""),
                        json.build()));
            });
            return List.copyOf(funds);
        });
    }

    private static BigInteger unreserved(
            MoneyState state, ChainAdapter adapter, List<OwnAddress> own, NetworkAssetId asset) {
        if (adapter instanceof UtxoChain) {
            return state.treasuryOutputs(adapter.descriptor().chain()).stream()
                    .map(Utxo::amount)
                    .filter(amount -> amount.asset().equals(asset))
                    .map(Amount::units)
                    .reduce(BigInteger.ZERO, BigInteger::add);
        }
        return own.stream()
                .map(each -> state.funds(each.address(), asset))
                .reduce(BigInteger.ZERO, BigInteger::add)
                .max(BigInteger.ZERO);
    }

    public static void show(Screen screen, List<Funds> funds) {
        Screen.Table table = screen.table("Asset", "Custody", "Hot wallet, unreserved", "Hot wallet address");
        for (Funds each : funds) {
            table.row(
                    each.asset(),
                    each.custody(),
                    each.unreserved().isEmpty() ? "-" : each.unreserved(),
                    each.addresses().isEmpty() ? "-" : String.join(" ", each.addresses()));
        }
        table.print();
    }
}
