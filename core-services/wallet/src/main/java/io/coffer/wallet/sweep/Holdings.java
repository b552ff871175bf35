// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.sweep;

import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.MoneyState;
import io.coffer.api.core.MoneyState.FundedPage;
import io.coffer.api.wallet.FundedAddress;
import io.coffer.api.wallet.HousePurpose;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.settings.ChainSettings;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What there is to sweep at one journal position.
 *
 * @param purse the treasury's address and what is to be known of the chain's coin; empty if nothing can be swept at all
 * @param candidates tokens first, because they are sent for the coin that lies beside them
 * @param open transfers of the house that are under way, by the deposit address that they concern
 * @param problems settings that cannot be used, in words
 * @param pages of each asset with more than the richest, the page of this look
 */
record Holdings(
        Optional<Purse> purse,
        List<Candidate> candidates,
        Map<Address, Withdrawal> open,
        List<String> problems,
        Map<NetworkAssetId, Page> pages) {
    /** Addresses that are looked at for each asset: the richest, and as many of a page of all the others. */
    static final int MAX_LOOKED_AT = 200;
    /** Addresses, whatever they have, that are searched for a page: less than a millisecond. */
    private static final int SEARCHED = 50_000;
    /** Where an operator set no limit, a transfer's fee is at most one coin divided by ten to this power. */
    private static final int DEFAULT_FEE_EXPONENT = 2;

    /**
     * The treasury and the coin.
     *
     * @param free native units that the treasury has free
     * @param maxFee native units that one transfer's fee may be
     * @param halted whether nothing is sent of the coin
     */
    record Purse(Address treasury, NetworkAssetId coin, BigInteger free, BigInteger maxFee, boolean halted) {}

    /**
     * One asset at one deposit address that is above its threshold.
     *
     * @param units network units that are free
     * @param coinFree native units that are free there; below zero after a reorganisation
     * @param halted whether nothing is sent of the asset
     */
    record Candidate(
            NetworkListing listing, OwnAddress address, BigInteger units, BigInteger coinFree, boolean halted) {
        boolean isCoin(Purse purse) {
            return listing.asset().id().equals(purse.coin());
        }
    }

    /**
     * The transfers that were made for a candidate. Finding them takes some readings of old ones, so that it is done for
     * those only whose turn it is.
     *
     * @param sweeps of this asset from there
     * @param gas that was brought there
     */
    record Past(TransferSeries sweeps, TransferSeries gas) {
        static Past of(MoneyState state, Candidate candidate, Purse purse) {
            Address address = candidate.address().address();
            NetworkAssetId asset = candidate.listing().asset().id();
            return new Past(
                    TransferSeries.of(state, HousePurpose.SWEEP, address, asset),
                    TransferSeries.of(state, HousePurpose.GAS, address, purse.coin()));
        }
    }

    /**
     * Some of the addresses that have enough of an asset, in the order in which they first had any.
     *
     * @param next where the next page begins: at the beginning after the last
     */
    record Page(int next, Set<Address> addresses) {
        /** Without those that are no candidates, so that nobody waits for their turn. */
        private Page among(NetworkAssetId asset, List<Candidate> candidates) {
            return new Page(
                    next,
                    candidates.stream()
                            .filter(one -> one.listing().asset().id().equals(asset))
                            .map(one -> one.address().address())
                            .filter(addresses::contains)
                            .collect(Collectors.toSet()));
        }
    }

    /** @param begins of each asset, where the page of this look begins; at the beginning where there is none */
    static Holdings of(
            MoneyState state, ChainId chain, ChainSettings.Sweeping settings, Map<NetworkAssetId, Integer> begins) {
        List<String> problems = new ArrayList<>();
        Optional<Purse> purse = purse(state, chain, settings, problems);
        Map<NetworkListing, BigInteger> thresholds = thresholds(state, chain, settings, problems);
        List<Candidate> candidates = new ArrayList<>();
        Map<NetworkAssetId, Page> pages = new HashMap<>();
        purse.ifPresent(present -> {
            thresholds.forEach((listing, least) -> {
                int begin = begins.getOrDefault(listing.asset().id(), 0);
                for (FundedAddress funded : funded(state, listing, least, begin, pages)) {
                    candidates.add(candidate(state, listing, funded, present));
                }
            });
            // The coin beside a token that is about to be swept pays for that.
            candidates.removeIf(one ->
                    one.isCoin(present) && paysForAToken(state, one.address().address(), thresholds, present));
            candidates.sort(Comparator.comparing(one -> one.isCoin(present)));
            pages.replaceAll((asset, page) -> page.among(asset, candidates));
        });
        return new Holdings(
                purse, List.copyOf(candidates), open(state, chain), List.copyOf(problems), Map.copyOf(pages));
    }

    private static Optional<Purse> purse(
            MoneyState state, ChainId chain, ChainSettings.Sweeping settings, List<String> problems) {
        Optional<OwnAddress> treasury =
                state.addresses(chain, KeyPurpose.TREASURY, 0, 1).stream().findFirst();
        Optional<NetworkListing> coin = state.nativeListing(chain);
        if (treasury.isEmpty() || coin.isEmpty()) {
            return Optional.empty();
        }
        NetworkAssetId id = coin.get().asset().id();
        int decimals = coin.get().asset().decimals();
        Optional<BigInteger> maxFee = settings.maxFee().isEmpty()
                ? Optional.of(BigInteger.TEN.pow(Math.max(0, decimals - DEFAULT_FEE_EXPONENT)))
                : units("sweep.max-fee", settings.maxFee().get(), decimals, problems);
        Address address = treasury.get().address();
        return maxFee.map(limit -> new Purse(
                address,
                id,
                state.funds(address, id),
                limit,
                state.outboundHalt(coin.get().ledgerAsset()).isPresent()));
    }

    /** Of each asset that is swept, network units from which on it is. */
    private static Map<NetworkListing, BigInteger> thresholds(
            MoneyState state, ChainId chain, ChainSettings.Sweeping settings, List<String> problems) {
        Map<NetworkListing, BigInteger> thresholds = new LinkedHashMap<>();
        for (NetworkListing listing : state.listings()) {
            BigDecimal whole = settings.thresholds().get(listing.ledgerAsset());
            if (whole != null && ChainId.of(listing.asset().id()).equals(chain)) {
                units(
                                "sweep.threshold." + listing.ledgerAsset(),
                                whole,
                                listing.asset().decimals(),
                                problems)
                        .ifPresent(least -> thresholds.put(listing, least));
            }
        }
        return thresholds;
    }

    private static boolean paysForAToken(
            MoneyState state, Address address, Map<NetworkListing, BigInteger> thresholds, Purse purse) {
        return thresholds.entrySet().stream()
                .filter(one -> !one.getKey().asset().id().equals(purse.coin()))
                .filter(one -> state.outboundHalt(one.getKey().ledgerAsset()).isEmpty())
                .anyMatch(one -> state.funds(address, one.getKey().asset().id())
                                .compareTo(one.getValue().max(BigInteger.ONE))
                        >= 0);
    }

    /** The richest, and a page of all, so that none is left for ever behind richer ones that cannot be swept. */
    private static Collection<FundedAddress> funded(
            MoneyState state, NetworkListing listing, BigInteger least, int begin, Map<NetworkAssetId, Page> pages) {
        ChainId chain = ChainId.of(listing.asset().id());
        NetworkAssetId asset = listing.asset().id();
        Map<Address, FundedAddress> found = new LinkedHashMap<>();
        for (FundedAddress one : state.fundedAddresses(chain, asset, least, MAX_LOOKED_AT)) {
            found.put(one.address().address(), one);
        }
        if (found.size() == MAX_LOOKED_AT) {
            FundedPage page = state.fundedAddresses(chain, asset, least, begin, SEARCHED, MAX_LOOKED_AT);
            page.addresses().forEach(one -> found.putIfAbsent(one.address().address(), one));
            pages.put(
                    asset,
                    new Page(
                            page.next().orElse(0),
                            page.addresses().stream()
                                    .map(one -> one.address().address())
                                    .collect(Collectors.toSet())));
        }
        return found.values();
    }

    private static Candidate candidate(MoneyState state, NetworkListing listing, FundedAddress funded, Purse purse) {
        return new Candidate(
                listing,
                funded.address(),
                funded.units(),
                state.funds(funded.address().address(), purse.coin()),
                state.outboundHalt(listing.ledgerAsset()).isPresent());
    }

    private static Map<Address, Withdrawal> open(MoneyState state, ChainId chain) {
        Map<Address, Withdrawal> open = new HashMap<>();
        for (Withdrawal withdrawal : state.openWithdrawals(chain)) {
            Optional<Payer.House> house = withdrawal.request().house();
            house.ifPresent(payer -> open.put(
                    payer.purpose() == HousePurpose.SWEEP
                            ? payer.from()
                            : withdrawal.request().to(),
                    withdrawal));
        }
        return Map.copyOf(open);
    }

    /** Whole coins or tokens in network units; a problem if the network cannot express them. */
    private static Optional<BigInteger> units(String key, BigDecimal whole, int decimals, List<String> problems) {
        try {
            return Optional.of(whole.movePointRight(decimals).toBigIntegerExact());
        } catch (ArithmeticException tooFine) {
            problems.add(
                    key + "=" + whole.toPlainString() + ": has more than the " + decimals + " decimals of the asset");
            return Optional.empty();
        }
    }
}
