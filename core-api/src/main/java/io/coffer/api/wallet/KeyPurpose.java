// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.wallet;

/**
 * What a branch of keys is for. Each purpose has a hardened account of its own below BIP-44, because an extended
 * public key together with one leaked child key exposes every sibling.
 */
public enum KeyPurpose {
    /** Addresses that customers pay to: {@code m/44'/coin'/0'/0/index}. */
    DEPOSIT(0),
    /** The house's own hot wallet: {@code m/44'/coin'/1'/0/index}. */
    TREASURY(1);

    private final int bip44Account;

    KeyPurpose(int bip44Account) {
        this.bip44Account = bip44Account;
    }

    /** The hardened account number in the path. */
    public int bip44Account() {
        return bip44Account;
    }
}
