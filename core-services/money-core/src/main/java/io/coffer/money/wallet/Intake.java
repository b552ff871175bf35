// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.LedgerOperation;
import io.coffer.api.ledger.Money;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.HousePurpose;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalRequest;
import io.coffer.money.rules.Outcome;
import io.coffer.money.rules.RefusalCode;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** Whether a withdrawal is taken, and the hold that goes with it. */
final class Intake {
    private final Assets assets;
    private final Customers customers;
    private final Addresses addresses;
    private final Treasury treasury;
    private final Rulings rulings;

    /** What says no, and what is used up when nothing does. */
    record Rulings(Halts halts, Limits limits, Books books, Settlement settlement) {}

    Intake(Assets assets, Customers customers, Addresses addresses, Treasury treasury, Rulings rulings) {
        this.assets = assets;
        this.customers = customers;
        this.addresses = addresses;
        this.treasury = treasury;
        this.rulings = rulings;
    }

    /** What makes it no withdrawal at all, so that there is nothing to remember but the id of the command. */
    Optional<Outcome.Refused> malformed(WithdrawalRequest request) {
        Optional<AccountId> account = request.account();
        if (account.isPresent() && customers.account(account.get()).isEmpty()) {
            return Optional.of(Customers.unknownAccount(account.get()));
        }
        if (assets.listing(request.amount().asset()).isEmpty()) {
            return Optional.of(RefusalCode.ASSET_NOT_LISTED.refuse(
                    request.amount().asset() + " is not listed", "list the asset on its network first"));
        }
        ChainId chain = ChainId.of(request.amount().asset());
        if (!request.to().chain().equals(chain)) {
            return Optional.of(RefusalCode.DESTINATION_CHAIN.refuse(
                    request.amount().asset() + " cannot be sent to an address of "
                            + request.to().chain(),
                    "name an address of " + chain));
        }
        boolean feeKnown = ChainId.of(request.feeCap().asset()).equals(chain)
                && assets.listing(request.feeCap().asset()).isPresent();
        if (!feeKnown) {
            return Optional.of(RefusalCode.WITHDRAWAL_FEE_ASSET.refuse(
                    "fees of " + chain + " in " + request.feeCap().asset() + " cannot be booked",
                    "list the chain's own coin first"));
        }
        return Optional.empty();
    }

    /** The rules: if all agree, the amount is held and the limits are used when this returns. */
    Optional<Outcome.Refused> decide(int number, AccountId account, WithdrawalCommand.Request command, Turn turn) {
        WithdrawalRequest request = command.request();
        Optional<Outcome.Refused> frozen = rulings.halts().refusal(account);
        if (frozen.isPresent()) {
            return frozen;
        }
        NetworkListing listing = assets.listing(request.amount().asset()).orElseThrow();
        if (!listing.withdrawals()) {
            return Optional.of(RefusalCode.WITHDRAWAL_DISABLED.refuse(
                    "withdrawals of " + listing.asset().id() + " are switched off", "try later"));
        }
        if (addresses.ownsKeyOf(request.to())) {
            return Optional.of(RefusalCode.DESTINATION_OWN_ADDRESS.refuse(
                    request.to() + " is an address of this node", "move value inside the ledger instead"));
        }
        BigInteger cost = rulings.settlement().cost(listing, request.amount().units());
        if (cost.bitLength() > Money.MAX_BITS) {
            return Optional.of(RefusalCode.WITHDRAWAL_TOO_LARGE.refuse(
                    request.amount().units() + " units are more than the ledger can hold", "ask for less"));
        }
        Money amount = new Money(listing.ledgerAsset(), cost);
        return rulings.limits()
                .check(account, amount)
                .or(() -> hold(command.id(), account, amount, turn))
                .or(() -> {
                    rulings.limits().use(number, account, amount, turn);
                    return Optional.empty();
                });
    }

    /** Whether the house may move this between its own addresses. Nothing is reserved before it is prepared. */
    Optional<Outcome.Refused> decideTransfer(WithdrawalRequest request) {
        Payer.House house = request.house().orElseThrow();
        NetworkAssetId asset = request.amount().asset();
        Optional<NetworkAssetId> coin = assets.nativeListing(ChainId.of(asset))
                .map(listing -> listing.asset().id());
        if (!coin.equals(Optional.of(request.feeCap().asset()))) {
            return Optional.of(RefusalCode.WITHDRAWAL_FEE_ASSET.refuse(
                    "the fee cap is in " + request.feeCap().asset() + ", which is not the chain's own listed coin",
                    "list the chain's own coin, and name the cap in it"));
        }
        boolean sweep = house.purpose() == HousePurpose.SWEEP;
        KeyPurpose from = sweep ? KeyPurpose.DEPOSIT : KeyPurpose.TREASURY;
        KeyPurpose to = sweep ? KeyPurpose.TREASURY : KeyPurpose.DEPOSIT;
        boolean ours = house.from().chain().equals(request.to().chain())
                && isFor(from, house.from())
                && isFor(to, request.to());
        if (!ours) {
            return Optional.of(RefusalCode.TRANSFER_ADDRESS.refuse(
                    house.from() + " to " + request.to() + " is not from an address of ours for " + from
                            + " to one for " + to + " on " + request.to().chain(),
                    "name two addresses that fit the purpose"));
        }
        if (!sweep && !coin.equals(Optional.of(asset))) {
            return Optional.of(RefusalCode.TRANSFER_ASSET.refuse(
                    asset + " pays no network fees on " + request.to().chain(), "send its own coin"));
        }
        BigInteger free = treasury.funds(house.from(), asset);
        return free.compareTo(request.amount().units()) < 0
                ? Optional.of(RefusalCode.TRANSFER_INSUFFICIENT.refuse(
                        house.from() + " has " + free + " units of " + asset + " free, not "
                                + request.amount().units(),
                        "move what is there"))
                : Optional.empty();
    }

    private boolean isFor(KeyPurpose purpose, Address address) {
        return addresses
                .find(address)
                .filter(own -> own.key().purpose() == purpose)
                .isPresent();
    }

    private Optional<Outcome.Refused> hold(WithdrawalId id, AccountId account, Money amount, Turn turn) {
        LedgerAccountId ledger = new LedgerAccountId(AccountKind.CUSTOMER, account.text(), amount.asset());
        return rulings.books()
                .apply(
                        List.of(new LedgerOperation.Hold(LedgerDesk.holdOf(id, 0), ledger, amount)),
                        "withdrawal " + id,
                        turn);
    }
}
