// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

import static io.coffer.signing.MismatchException.require;

import io.coffer.api.signing.SigningKeys;
import io.coffer.api.signing.VaultException;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.KeyRef;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.Utxo;
import java.util.LinkedHashMap;
import java.util.Map;

/** The addresses that pay for a withdrawal, derived anew from the vault. */
final class OwnKeys {
    private final Intent intent;
    private final SigningKeys vault;

    OwnKeys(Intent intent, SigningKeys vault) {
        this.intent = intent;
        this.vault = vault;
    }

    /**
     * The public keys of the sender and of the owners of all inputs.
     *
     * @param derive the address of a key
     * @throws MismatchException if one of them is no treasury address of ours on this chain, or is not what its key
     *     derives to
     */
    Map<Address, PublicKey> publicKeys(Derivation derive) throws MismatchException, VaultException {
        Map<Address, PublicKey> keys = new LinkedHashMap<>();
        add(keys, intent.preparation().sender(), derive);
        for (Utxo input : intent.preparation().inputs()) {
            add(keys, input.address(), derive);
            require(
                    input.owner().equals(keys.get(input.address())),
                    "inputs: " + input.tx() + ":" + input.index() + " is reserved with another key");
        }
        return keys;
    }

    KeyRef ref(Address address) throws MismatchException {
        OwnAddress own = intent.own(address)
                .orElseThrow(() -> new MismatchException("sender: " + address + " is no address of ours"));
        KeyRef ref = own.key();
        require(
                ref.purpose() == KeyPurpose.TREASURY && ref.chain().equals(intent.chain()),
                "sender: " + address + " is no treasury address on " + intent.chain());
        return ref;
    }

    private void add(Map<Address, PublicKey> keys, Address address, Derivation derive)
            throws MismatchException, VaultException {
        if (keys.containsKey(address)) {
            return;
        }
        PublicKey key = vault.publicKey(ref(address));
        require(derive.address(key).equals(address), "sender: " + address + " is not derived from its key");
        keys.put(address, key);
    }

    /** The address of a key, as whoever understands the chain derives it. */
    interface Derivation {
        Address address(PublicKey key) throws MismatchException;
    }
}
