// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.asset.NetworkListing;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.DepositChainState;
import io.coffer.api.wallet.DepositState;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.money.wallet.DepositEntry.Placement;
import io.coffer.money.wallet.Settlement.Entry;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.Optional;

/** What becomes of a deposit once its block is final: to whom it is credited, or why to no one. */
final class Crediting {
    private final Assets assets;
    private final Addresses addresses;
    private final Settlement settlement;
    private final Treasury treasury;
    private final Halts halts;

    Crediting(Assets assets, Addresses addresses, Settlement settlement, Treasury treasury, Halts halts) {
        this.assets = assets;
        this.addresses = addresses;
        this.settlement = settlement;
        this.treasury = treasury;
        this.halts = halts;
    }

    /** The deposit's block is final: it goes to screening, or stays with us for a reason. */
    DepositEntry finalized(DepositEntry entry, Turn turn) {
        Deposit deposit = entry.deposit();
        Optional<NetworkListing> listing = assets.listing(deposit.amount().asset());
        if (listing.isEmpty()) {
            return desk(entry, deposit.amount().asset() + " is not listed");
        }
        if (!settlement.fits(listing.get(), deposit.amount().units())) {
            return desk(entry, "more than the ledger can hold");
        }
        if (!listing.get().deposits()) {
            return suspend(entry, DepositState.UNATTRIBUTED, "deposits of this asset are switched off", turn);
        }
        boolean house = deposit.account().isEmpty();
        if (!house && isBelowMinimum(listing.get(), deposit.amount())) {
            String minimum =
                    "less than the minimum of " + listing.get().minimumDeposit().units() + " units";
            return suspend(entry, DepositState.BELOW_MINIMUM, minimum, turn);
        }
        return entry.with(DepositChainState.FINAL, DepositState.SCREENING, Optional.empty());
    }

    /** The address has it, and nobody knows from whom: in suspense, at the desk. */
    DepositEntry discovered(DepositEntry entry, String reason, Turn turn) {
        NetworkAssetId asset = entry.deposit().amount().asset();
        return assets.listing(asset).isEmpty()
                ? desk(entry, reason + "; " + asset + " is not listed")
                : suspend(entry, DepositState.UNATTRIBUTED, reason, turn);
    }

    /** It is in the books already, as a discovery: what came once is not taken twice. */
    static DepositEntry partOf(Deposit discovery, DepositEntry entry) {
        return desk(
                        entry,
                        "reported after the balance had told of it: part of what deposit "
                                + discovery.key().id() + " holds in suspense up to block " + discovery.block())
                .placed(Placement.DISCOVERED, BigInteger.ZERO);
    }

    private boolean isBelowMinimum(NetworkListing listing, Amount amount) {
        return !amount.isAtLeast(listing.minimumDeposit())
                || settlement.worth(listing, amount.units()).signum() == 0;
    }

    private static DepositEntry desk(DepositEntry entry, String reason) {
        return entry.with(DepositChainState.FINAL, DepositState.UNATTRIBUTED, Optional.of(reason));
    }

    /** It is ours on the chain, so it is in the books, but nobody's yet. */
    private DepositEntry suspend(DepositEntry entry, DepositState state, String reason, Turn turn) {
        DepositEntry placed = place(entry, Placement.SUSPENSE, turn);
        return placed.placement() == Placement.NONE
                ? placed
                : placed.with(DepositChainState.FINAL, state, Optional.of(reason));
    }

    /** Screening let it pass. */
    DepositEntry credit(DepositEntry entry, Turn turn) {
        DepositEntry placed = place(entry, Placement.OWNER, turn);
        return placed.placement() == Placement.NONE
                ? placed
                : placed.with(DepositChainState.FINAL, DepositState.AVAILABLE, Optional.empty());
    }

    /** Screening held it back. */
    DepositEntry quarantine(DepositEntry entry, String reason, Turn turn) {
        return suspend(entry, DepositState.QUARANTINED, reason, turn);
    }

    private DepositEntry place(DepositEntry entry, Placement placement, Turn turn) {
        Deposit deposit = entry.deposit();
        NetworkListing listing = listing(deposit);
        boolean fits = settlement.fits(listing, deposit.amount().units())
                && settlement
                        .arrive(
                                listing,
                                deposit.amount().units(),
                                account(placement, deposit, listing),
                                entry.exposed(),
                                memo(deposit, turn))
                        .isEmpty();
        if (!fits) {
            return desk(entry, "more than the ledger can hold");
        }
        if (spendable(placement, deposit).isPresent()) {
            treasury.receive(
                    spendable(placement, deposit).get(),
                    deposit.key().tx(),
                    deposit.key().position(),
                    deposit.amount());
        } else {
            treasury.arrive(
                    deposit.key().to(),
                    deposit.amount().asset(),
                    deposit.amount().units());
        }
        return entry.placed(placement, BigInteger.ZERO);
    }

    /** The chain took a final deposit back: what the books have of it goes as well. Empty if they cannot. */
    Optional<DepositEntry> takeBack(DepositEntry entry, Turn turn) {
        if (entry.placement() == Placement.NONE || entry.placement() == Placement.DISCOVERED) {
            return Optional.of(entry.placed(Placement.NONE, entry.exposed())
                    .with(DepositChainState.REORGED, DepositState.PENDING, Optional.empty()));
        }
        Deposit deposit = entry.deposit();
        NetworkListing listing = listing(deposit);
        LedgerAccountId from = account(entry.placement(), deposit, listing);
        Optional<BigInteger> exposed =
                settlement.takeBack(listing, deposit.amount().units(), from, memo(deposit, turn));
        return exposed.map(rest -> takenBack(entry, rest, turn));
    }

    private DepositEntry takenBack(DepositEntry entry, BigInteger exposed, Turn turn) {
        Deposit deposit = entry.deposit();
        if (spendable(entry.placement(), deposit).isPresent()) {
            treasury.loseAgain(
                    spendable(entry.placement(), deposit).get(),
                    deposit.key().tx(),
                    deposit.key().position(),
                    deposit.amount());
        } else {
            treasury.depart(
                    deposit.key().to(),
                    deposit.amount().asset(),
                    deposit.amount().units());
        }
        boolean credited = entry.placement() == Placement.OWNER;
        if (credited) {
            stop(deposit, turn);
        }
        int generation = deposit.progress().generation() + (credited ? 1 : 0);
        return entry.placed(Placement.NONE, exposed)
                .with(new Deposit.Progress(
                        DepositChainState.REORGED,
                        credited ? DepositState.REVERSED : DepositState.PENDING,
                        generation,
                        credited ? Optional.of("its block was removed after it was credited") : Optional.empty()));
    }

    /** What was credited is no more: until a person has looked at it, nothing of that asset or account goes out. */
    private void stop(Deposit deposit, Turn turn) {
        String reason = "deposit " + deposit.key().id() + " was taken back after it was credited: block "
                + deposit.block() + " was removed";
        halts.halt(listing(deposit).ledgerAsset(), reason, turn);
        deposit.account().ifPresent(account -> halts.freeze(account, reason, turn));
    }

    private NetworkListing listing(Deposit deposit) {
        return assets.listing(deposit.amount().asset())
                .orElseThrow(() ->
                        new IllegalStateException(deposit.key().id() + " is in the books but its asset is not listed"));
    }

    /** The treasury's address, if what it has there may be spent as an output. */
    private Optional<OwnAddress> spendable(Placement placement, Deposit deposit) {
        return placement == Placement.OWNER
                ? addresses.find(deposit.key().to()).filter(own -> own.key().purpose() == KeyPurpose.TREASURY)
                : Optional.empty();
    }

    private static LedgerAccountId account(Placement placement, Deposit deposit, NetworkListing listing) {
        if (placement == Placement.SUSPENSE) {
            return new LedgerAccountId(AccountKind.SUSPENSE, "", listing.ledgerAsset());
        }
        AccountKind kind = deposit.account().isPresent() ? AccountKind.CUSTOMER : AccountKind.HOUSE;
        String owner = deposit.account().map(AccountId::text).orElse("");
        return new LedgerAccountId(kind, owner, listing.ledgerAsset());
    }

    private static Entry memo(Deposit deposit, Turn turn) {
        return new Entry("deposit " + deposit.key().id(), turn);
    }
}
