// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.sweep;

import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.MoneyState;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What there is to sweep at one journal position.
 *
 * @param purse the treasury's address and what is to be known of the chain's coin; empty if nothing can be swept at all
 * @param candidates tokens first, because they are sent for the coin that lies beside them
 * @param open transfers of the house that are under way, by the deposit address that they concern
 * @param problems settings that cannot be used, in words
 */
record Holdings(
        Optional<Purse> purse, List<Candidate> candidates, Map<Address, Withdrawal> open, List<String> problems) {
    /** Addresses that are looked at for each asset, the richest. */
    private static final int MAX_LOOKED_AT = 200;
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
     * @param sweeps of this asset from there
     * @param gas that was brought there
     */
    record Candidate(
            NetworkListing listing,
            OwnAddress address,
            BigInteger units,
            BigInteger coinFree,
            TransferSeries sweeps,
            TransferSeries gas) {
        boolean isCoin(Purse purse) {
            return listing.asset().id().equals(purse.coin());
        }
    }

    static Holdings of(MoneyState state, ChainId chain, ChainSettings.Sweeping settings) {
        List<String> problems = new ArrayList<>();
        Optional<Purse> purse = purse(state, chain, settings, problems);
        List<Candidate> candidates = new ArrayList<>();
        purse.ifPresent(present -> addCandidates(state, chain, settings, present, candidates, problems));
        return new Holdings(purse, List.copyOf(candidates), open(state, chain), List.copyOf(problems));
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

    private static void addCandidates(
            MoneyState state,
            ChainId chain,
            ChainSettings.Sweeping settings,
            Purse purse,
            List<Candidate> candidates,
            List<String> problems) {
        List<Candidate> coins = new ArrayList<>();
        Set<Address> withToken = new HashSet<>();
        for (NetworkListing listing : state.listings()) {
            BigDecimal threshold = settings.thresholds().get(listing.ledgerAsset());
            if (threshold == null || !ChainId.of(listing.asset().id()).equals(chain)) {
                continue;
            }
            boolean isCoin = listing.asset().id().equals(purse.coin());
            boolean halted = state.outboundHalt(listing.ledgerAsset()).isPresent();
            units(
                            "sweep.threshold." + listing.ledgerAsset(),
                            threshold,
                            listing.asset().decimals(),
                            problems)
                    .ifPresent(least -> {
                        for (FundedAddress funded :
                                state.fundedAddresses(chain, listing.asset().id(), least, MAX_LOOKED_AT)) {
                            if (!isCoin && !halted) {
                                withToken.add(funded.address().address());
                            }
                            (isCoin ? coins : candidates).add(candidate(state, listing, funded, purse));
                        }
                    });
        }
        // The coin beside a token that is about to be swept pays for that.
        coins.removeIf(coin -> withToken.contains(coin.address().address()));
        candidates.addAll(coins);
    }

    private static Candidate candidate(MoneyState state, NetworkListing listing, FundedAddress funded, Purse purse) {
        Address address = funded.address().address();
        return new Candidate(
                listing,
                funded.address(),
                funded.units(),
                state.funds(address, purse.coin()),
                TransferSeries.of(
                        state, HousePurpose.SWEEP, address, listing.asset().id()),
                TransferSeries.of(state, HousePurpose.GAS, address, purse.coin()));
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
