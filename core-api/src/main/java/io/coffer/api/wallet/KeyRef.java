// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.wallet;

import io.coffer.spi.chain.ChainId;

/**
 * Names a key without showing anything of it.
 *
 * @param coinType SLIP-44 number, 0 to 2^31-1
 * @param index last, not hardened element of the path, 0 to 2^31-1
 */
public record KeyRef(ChainId chain, int coinType, KeyPurpose purpose, int index) {
    public KeyRef {
        if (coinType < 0 || index < 0) {
            throw new IllegalArgumentException("index: negative");
        }
    }

    /** BIP-44, such as {@code m/44'/60'/1'/0/0}. */
    public String path() {
        return "m/44'/" + coinType + "'/" + purpose.bip44Account() + "'/0/" + index;
    }
}
