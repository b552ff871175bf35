// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.Preparation;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import java.util.Map;
import java.util.Optional;

/**
 * What a withdrawal's transaction may do, as the money core has it.
 *
 * @param feeCap the most that the network fee may be, in the native asset
 * @param payer a customer, or the house between two addresses of ours
 * @param own those of the addresses that pay, or that the house pays to, which are ours, with the names of their keys
 * @param term of this run of the node
 */
record Intent(
        TransferIntent payment,
        Amount feeCap,
        Preparation preparation,
        Payer payer,
        Map<Address, OwnAddress> own,
        long term) {
    Intent {
        own = Map.copyOf(own);
    }

    ChainId chain() {
        return payment.to().chain();
    }

    /** What is paid, if it is not the coin that fees are paid in. */
    Optional<NetworkAssetId> token() {
        NetworkAssetId asset = payment.amount().asset();
        return asset.equals(preparation.fee().asset()) ? Optional.empty() : Optional.of(asset);
    }

    /** The transfer of the house; empty if a customer pays. */
    Optional<Payer.House> house() {
        return payer instanceof Payer.House house ? Optional.of(house) : Optional.empty();
    }

    Optional<OwnAddress> own(Address address) {
        return Optional.ofNullable(own.get(address));
    }
}
