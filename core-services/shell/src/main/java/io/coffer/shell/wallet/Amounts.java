// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.wallet;

import io.coffer.api.core.MoneyState;
import io.coffer.api.ledger.Money;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.WithdrawalRequest;
import io.coffer.spi.money.Amount;
import io.coffer.wire.Decimals;
import java.util.Locale;

/** Amounts for people. */
final class Amounts {
    private Amounts() {}

    /** Such as {@code 1.5 USDT}, or units and CAIP-19 id where the asset is not listed. */
    static String text(MoneyState state, Amount amount) {
        return state.listing(amount.asset())
                .map(listing -> Decimals.text(amount.units(), listing.asset().decimals()) + " " + listing.ledgerAsset())
                .orElse(amount.units() + " units of " + amount.asset());
    }

    /** The customer's account, or what the house moves and from where. */
    static String payer(WithdrawalRequest request) {
        Payer payer = request.payer();
        return payer instanceof Payer.House house
                ? house.purpose().name().toLowerCase(Locale.ROOT) + " from " + house.from()
                : request.account().map(AccountId::text).orElse("-");
    }

    static String text(MoneyState state, Money money) {
        return state.asset(money.asset())
                .map(asset -> Decimals.text(money.units(), asset.decimals()) + " " + asset.id())
                .orElse(money.units() + " units of " + money.asset());
    }
}
