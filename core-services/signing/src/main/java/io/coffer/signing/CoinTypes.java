// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

import io.coffer.api.request.Refusal;
import io.coffer.api.wallet.Keyring;
import io.coffer.families.FamilyCodec;
import io.coffer.spi.chain.ChainId;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the keys of chains apart whose transactions the node cannot read.
 *
 * <p>A coin type (SLIP-44) is what keys of chains differ by. An adapter that is believed on its word and shares one with
 * another chain could hand in that chain's transaction as its own.
 */
final class CoinTypes {
    private static final String RULE = "keys.coin-type-taken";

    private CoinTypes() {}

    /** @param enrolled the keyrings of all chains */
    static Optional<Refusal> refusal(ChainId chain, int coinType, List<Keyring> enrolled) {
        boolean verified = isVerified(chain);
        Optional<String> owner = FamilyCodec.ownerOf(coinType);
        if (!verified && owner.isPresent()) {
            return Optional.of(refusal(chain, coinType, "is that of the family " + owner.get()));
        }
        return enrolled.stream()
                .filter(keyring -> keyring.coinType() == coinType)
                .map(Keyring::chain)
                .filter(other -> !other.equals(chain) && !(verified && isVerified(other)))
                .findFirst()
                .map(other -> refusal(chain, coinType, "is used by " + other));
    }

    private static boolean isVerified(ChainId chain) {
        return FamilyCodec.of(chain.namespace()).isPresent();
    }

    private static Refusal refusal(ChainId chain, int coinType, String why) {
        return new Refusal(
                RULE,
                "coinType: SLIP-44 number " + coinType + " of " + chain + " " + why
                        + ", and a family that the node cannot read shares its keys with no other chain",
                "use an adapter whose coin has a number of its own");
    }
}
