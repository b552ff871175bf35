// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.sweep;

import io.coffer.api.core.MoneyState;
import io.coffer.api.request.CommandId;
import io.coffer.api.wallet.HousePurpose;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.Address;
import io.coffer.spi.money.NetworkAssetId;
import java.util.Optional;

/**
 * The transfers that the house made for one purpose, one deposit address and one asset, one after the other. The next
 * one's id is made of these and of how many there were: whoever decides on the same state decides the same one, so that
 * neither a crash between deciding and submitting nor a second wallet makes two of it.
 *
 * @param next the id of the next one
 * @param last the one before; empty if there was none
 * @param failures how many of the last ones were mined without effect, one after the other, at most
 *     {@value #MAX_COUNTED}
 */
record TransferSeries(WithdrawalId next, Optional<Withdrawal> last, int failures) {
    static final int MAX_COUNTED = 12;
    /** No address is swept as often. */
    private static final int MAX_TRANSFERS = 1 << 30;

    static TransferSeries of(MoneyState state, HousePurpose purpose, Address address, NetworkAssetId asset) {
        int made = made(state, purpose, address, asset);
        int failures = 0;
        while (failures < Math.min(made, MAX_COUNTED)
                && find(state, purpose, address, asset, made - 1 - failures)
                        .filter(transfer -> transfer.state() == WithdrawalState.FAILED_ONCHAIN)
                        .isPresent()) {
            failures++;
        }
        return new TransferSeries(
                id(purpose, address, asset, made),
                made == 0 ? Optional.empty() : find(state, purpose, address, asset, made - 1),
                failures);
    }

    /** How many there were: their numbers have no gap, so it is found by halves. */
    private static int made(MoneyState state, HousePurpose purpose, Address address, NetworkAssetId asset) {
        int beyond = 1;
        while (beyond < MAX_TRANSFERS
                && find(state, purpose, address, asset, beyond - 1).isPresent()) {
            beyond *= 2;
        }
        int low = 0;
        int high = beyond - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (find(state, purpose, address, asset, middle).isPresent()) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static Optional<Withdrawal> find(
            MoneyState state, HousePurpose purpose, Address address, NetworkAssetId asset, int number) {
        return state.withdrawal(id(purpose, address, asset, number));
    }

    private static WithdrawalId id(HousePurpose purpose, Address address, NetworkAssetId asset, int number) {
        return new WithdrawalId("hs_"
                + CommandId.of(
                        "house-transfer", purpose.name(), address.text(), asset.caip19(), Integer.toString(number)));
    }
}
