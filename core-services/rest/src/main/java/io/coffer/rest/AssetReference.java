// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.MoneyCore;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wire.Decimals;
import io.coffer.wire.Json;
import io.coffer.wire.MalformedAmountException;
import io.coffer.wire.SafeText;
import java.math.BigInteger;
import java.util.List;

/** The asset and amount that a request names. */
final class AssetReference {
    private static final String FIELD = "asset";
    private static final int SHOWN = 200;

    private AssetReference() {}

    /** Reads {@code "asset": "<CAIP-19>"} or {@code "asset": {"asset": "USDT", "network": "<CAIP-2>"}}. */
    static NetworkListing listing(Fields body, MoneyCore core) throws Problem {
        Json value = body.value(FIELD);
        if (value instanceof Json.Text caip19) {
            NetworkAssetId id = Ids.require(
                    FIELD, caip19.value(), NetworkAssetId::new, "a CAIP-19 asset such as eip155:1/slip44:60");
            return core.read(state -> state.listing(id)).orElseThrow(() -> notListed(id.caip19()));
        }
        if (value instanceof Json.Dictionary object) {
            Fields pair = body.within(FIELD, object);
            String code = pair.text("asset");
            String network = pair.text("network");
            pair.end();
            return only(
                    core.read(state -> state.listings().stream()
                            .filter(listing -> listing.ledgerAsset().code().equals(code)
                                    && listing.asset().id().chain().equals(network))
                            .toList()),
                    code + " on " + network);
        }
        throw Problem.invalid(FIELD, "must be a CAIP-19 string or an object of asset and network");
    }

    private static NetworkListing only(List<NetworkListing> found, String what) throws Problem {
        if (found.isEmpty()) {
            throw notListed(what);
        }
        if (found.size() > 1) {
            throw Problem.invalid(
                    "asset.ambiguous",
                    FIELD,
                    "is several: " + SafeText.of(what, SHOWN),
                    "Name the asset by its CAIP-19 id; GET /v1/assets has them.");
        }
        return found.get(0);
    }

    private static Problem notListed(String what) {
        return Problem.invalid(
                "asset.not-listed",
                FIELD,
                "is not listed: " + SafeText.of(what, SHOWN),
                "GET /v1/assets has what is listed; an operator lists more with asset:add and asset:network.");
    }

    /** Reads either {@code name} in decimals or {@code atomicName} in smallest units; greater than zero. */
    static BigInteger amount(Fields body, String name, String atomicName, int decimals) throws Problem {
        if (body.has(name) && body.has(atomicName)) {
            throw Problem.invalid(name, "and " + atomicName + " are both given; send one of them");
        }
        String field = body.has(atomicName) ? atomicName : name;
        String text = body.text(field);
        BigInteger units;
        try {
            units = field.equals(atomicName) ? Decimals.atomic(text) : Decimals.units(text, decimals);
        } catch (MalformedAmountException malformed) {
            throw Problem.invalid(
                    "amount.invalid",
                    field,
                    String.valueOf(malformed.getMessage()),
                    "Send the amount as a string with at most " + decimals + " digits after the point.");
        }
        if (units.signum() == 0) {
            throw Problem.invalid("amount.invalid", field, "is zero", "Send an amount greater than zero.");
        }
        return units;
    }
}
