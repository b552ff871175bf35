// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.request;

import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.KeyRef;
import io.coffer.api.wallet.Keyring;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.hd.ExtendedPublicKey;
import io.coffer.hd.KeyPath;
import io.coffer.hd.KeyTweak;
import io.coffer.hd.NoSuchChildException;
import io.coffer.hd.libsecp256k1.CurveLibrary;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.money.Bytes;
import io.coffer.wallet.adapter.GuardedAdapter;
import java.util.Optional;

/** Derives addresses of ours from journaled extended public keys (BIP-32, BIP-44). Needs no secret. */
final class Derivation {
    /** Depth of {@code m/44'/coin'/account'}. */
    private static final int ACCOUNT_DEPTH = 3;
    /** BIP-44's external chain. */
    private static final int EXTERNAL = 0;

    private Derivation() {}

    /** @throws IllegalArgumentException if the key is not that of the purpose's hardened account */
    static void check(Keyring keyring) {
        ExtendedPublicKey key = ExtendedPublicKey.parse(keyring.extendedPublicKey());
        int account = keyring.purpose().bip44Account() | KeyPath.HARDENED;
        if (key.depth() != ACCOUNT_DEPTH || key.childNumber() != account) {
            throw new IllegalArgumentException("keyring: not the extended public key of m/44'/" + keyring.coinType()
                    + "'/" + keyring.purpose().bip44Account() + "'");
        }
    }

    /** @throws ChainException if the adapter's address does not stand the check */
    static OwnAddress derive(Keyring keyring, int index, Optional<AccountId> account, GuardedAdapter adapter)
            throws ChainException {
        PublicKey key = publicKey(keyring, index);
        KeyPurpose purpose = keyring.purpose();
        return new OwnAddress(
                adapter.derive(key), new KeyRef(keyring.chain(), keyring.coinType(), purpose, index), key, account);
    }

    private static PublicKey publicKey(Keyring keyring, int index) {
        try {
            KeyTweak arithmetic = CurveLibrary.chosen().tweak();
            ExtendedPublicKey branch =
                    ExtendedPublicKey.parse(keyring.extendedPublicKey()).child(EXTERNAL, arithmetic);
            return new PublicKey(
                    PublicKey.Curve.SECP256K1,
                    Bytes.of(branch.child(index, arithmetic).publicKey()));
        } catch (NoSuchChildException absent) {
            // Once in 2^127. The index stays reserved and unused.
            throw new IllegalStateException("index " + index + " has no key", absent);
        }
    }
}
