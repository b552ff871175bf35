// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.asset.NetworkListing;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.Money;
import io.coffer.money.codec.BinaryIn;
import io.coffer.money.codec.BinaryOut;
import io.coffer.money.codec.Values;
import io.coffer.spi.money.NetworkAssetId;
import java.io.IOException;
import java.math.BigInteger;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What our addresses hold, exactly, in network units. The ledger's custody account is always this number rounded down
 * to ledger units; what a movement's own rounding differs from the change of that goes to the rounding account.
 */
public final class Custody {
    private final NavigableMap<NetworkAssetId, BigInteger> units = new TreeMap<>();

    public BigInteger units(NetworkAssetId asset) {
        return units.getOrDefault(asset, BigInteger.ZERO);
    }

    void add(NetworkAssetId asset, BigInteger networkUnits) {
        units.put(asset, units(asset).add(networkUnits));
    }

    /** By how much the custody account moves, up or down, when {@code networkUnits} come or go. */
    BigInteger ledgerChange(NetworkAssetId asset, BigInteger networkUnits, Conversion conversion) {
        BigInteger before = units(asset);
        return conversion.floor(before.add(networkUnits)).subtract(conversion.floor(before));
    }

    /** Whether the custody account could hold {@code networkUnits} more. */
    boolean fits(NetworkAssetId asset, BigInteger networkUnits, Conversion conversion) {
        return conversion.floor(units(asset).add(networkUnits)).bitLength() <= Money.MAX_BITS
                && conversion.floor(networkUnits).bitLength() <= Money.MAX_BITS;
    }

    static LedgerAccountId account(NetworkListing listing) {
        return account(AccountKind.CUSTODY, listing);
    }

    /** An account of a kind that is kept for each network asset. */
    static LedgerAccountId account(AccountKind kind, NetworkListing listing) {
        return new LedgerAccountId(kind, listing.asset().id().caip19(), listing.ledgerAsset());
    }

    public void writeTo(BinaryOut out) {
        out.count(units.size());
        units.forEach((asset, held) -> {
            Values.write(out, asset);
            out.big(held);
        });
    }

    public void readFrom(BinaryIn in) throws IOException {
        int count = in.count(Integer.MAX_VALUE);
        for (int i = 0; i < count; i++) {
            units.put(Values.networkAssetId(in), in.big());
        }
    }
}
