// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Preparation;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.money.Amount;
import java.util.Map;
import java.util.Optional;

/**
 * What a withdrawal's transaction may do, as the money core has it.
 *
 * @param feeCap the most that the network fee may be, in the native asset
 * @param own those of the addresses that pay which are ours, with the names of their keys
 * @param term of this run of the node
 */
record Intent(TransferIntent payment, Amount feeCap, Preparation preparation, Map<Address, OwnAddress> own, long term) {
    Intent {
        own = Map.copyOf(own);
    }

    ChainId chain() {
        return payment.to().chain();
    }

    Optional<OwnAddress> own(Address address) {
        return Optional.ofNullable(own.get(address));
    }
}
