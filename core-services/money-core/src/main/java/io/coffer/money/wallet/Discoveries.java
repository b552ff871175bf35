// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.DepositChainState;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.money.NetworkAssetId;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Deposits that were found by the balance of their address and stand. Worked out from the deposits, not kept. A discovery
 * is certain only if all that was known up to its block was at rest: so what is reported for that block or one below
 * afterwards is part of it.
 */
final class Discoveries {
    /** By address, then by the height up to which it was discovered. */
    private final Map<Address, NavigableMap<Long, Deposit>> standing = new HashMap<>();

    /** Takes note of a deposit as it now is. */
    void keep(DepositEntry entry) {
        Deposit deposit = entry.deposit();
        if (!deposit.key().isDiscovered()) {
            return;
        }
        Address to = deposit.key().to();
        if (entry.chain() == DepositChainState.FINAL) {
            standing.computeIfAbsent(to, address -> new TreeMap<>())
                    .put(deposit.block().height(), deposit);
            return;
        }
        NavigableMap<Long, Deposit> ofAddress = standing.getOrDefault(to, new TreeMap<>());
        ofAddress.remove(deposit.block().height());
        if (ofAddress.isEmpty()) {
            standing.remove(to);
        }
    }

    /** The one that has the value of a movement in it. */
    Optional<Deposit> covering(Address to, NetworkAssetId asset, BlockRef block) {
        NavigableMap<Long, Deposit> ofAddress = standing.get(to);
        return ofAddress == null
                ? Optional.empty()
                : ofAddress.tailMap(block.height(), true).values().stream()
                        .filter(discovery -> discovery.amount().asset().equals(asset))
                        .findFirst();
    }
}
