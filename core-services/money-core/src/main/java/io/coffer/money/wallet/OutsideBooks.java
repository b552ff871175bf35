// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.DepositChainState;
import io.coffer.money.wallet.DepositEntry.Placement;
import io.coffer.spi.chain.Address;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/** What final deposits brought to our addresses and the books do not have. Worked out from the deposits, not kept. */
final class OutsideBooks {
    private final Map<Place, BigInteger> sums = new HashMap<>();

    /** An asset at an address. */
    private record Place(Address address, NetworkAssetId asset) {}

    void add(DepositEntry entry) {
        if (isOutside(entry)) {
            add(entry.deposit(), entry.deposit().amount().units());
        }
    }

    void change(DepositEntry before, DepositEntry after) {
        if (isOutside(before)) {
            add(before.deposit(), before.deposit().amount().units().negate());
        }
        add(after);
    }

    BigInteger units(Address address, NetworkAssetId asset) {
        return sums.getOrDefault(new Place(address, asset), BigInteger.ZERO);
    }

    private static boolean isOutside(DepositEntry entry) {
        return entry.chain() == DepositChainState.FINAL && entry.placement() == Placement.NONE;
    }

    private void add(Deposit deposit, BigInteger units) {
        Place place = new Place(deposit.key().to(), deposit.amount().asset());
        BigInteger sum = units(place.address(), place.asset()).add(units);
        if (sum.signum() == 0) {
            sums.remove(place);
        } else {
            sums.put(place, sum);
        }
    }
}
