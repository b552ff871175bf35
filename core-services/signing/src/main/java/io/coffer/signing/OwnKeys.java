// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

import static io.coffer.signing.MismatchException.require;

import io.coffer.api.signing.SigningKeys;
import io.coffer.api.signing.VaultException;
import io.coffer.api.wallet.HousePurpose;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.KeyRef;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Payer;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.Utxo;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The addresses that pay for a withdrawal, derived anew from the vault; and if the house pays itself, the address that it
 * pays to.
 *
 * <p>Customers are paid from the treasury alone. What stands on a deposit address leaves it for the treasury only, and
 * what the house pays to a deposit address leaves the treasury only: a transfer that says that it is the house's own, and
 * pays a stranger, is not signed whoever asks for it (H44).
 */
final class OwnKeys {
    private final Intent intent;
    private final SigningKeys vault;
    private final KeyPurpose paying;

    OwnKeys(Intent intent, SigningKeys vault) {
        this.intent = intent;
        this.vault = vault;
        this.paying = intent.house()
                .map(Payer.House::purpose)
                .filter(purpose -> purpose == HousePurpose.SWEEP)
                .map(sweep -> KeyPurpose.DEPOSIT)
                .orElse(KeyPurpose.TREASURY);
    }

    /**
     * The public keys of the sender and of the owners of all inputs.
     *
     * @param derive the address of a key
     * @throws MismatchException if one of them is no address of ours on this chain that may pay for this, or is not what
     *     its key derives to; or if the house does not pay to itself
     */
    Map<Address, PublicKey> publicKeys(Derivation derive) throws MismatchException, VaultException {
        if (intent.house().isPresent()) {
            requireOwnDestination(intent.house().get(), derive);
        }
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
        requirePurpose("sender", own, paying);
        return ref;
    }

    private void requireOwnDestination(Payer.House house, Derivation derive) throws MismatchException, VaultException {
        Address sender = intent.preparation().sender();
        require(house.from().equals(sender), "sender: " + sender + ", the house is to pay from " + house.from());
        Address to = intent.payment().to();
        OwnAddress own = intent.own(to)
                .orElseThrow(() -> new MismatchException("destination: " + to + " is no address of ours"));
        requirePurpose(
                "destination",
                own,
                switch (house.purpose()) {
                    case SWEEP -> KeyPurpose.TREASURY;
                    case GAS -> KeyPurpose.DEPOSIT;
                });
        PublicKey key = vault.publicKey(own.key());
        require(derive.address(key).equals(to), "destination: " + to + " is not derived from its key");
    }

    private void requirePurpose(String what, OwnAddress own, KeyPurpose purpose) throws MismatchException {
        KeyRef ref = own.key();
        require(
                ref.purpose() == purpose && ref.chain().equals(intent.chain()),
                what + ": " + own.address() + " is no " + purpose.name().toLowerCase(Locale.ROOT) + " address on "
                        + intent.chain());
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
