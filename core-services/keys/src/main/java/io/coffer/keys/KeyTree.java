// SPDX-License-Identifier: Apache-2.0
package io.coffer.keys;

import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.KeyRef;
import io.coffer.hd.ExtendedPublicKey;
import io.coffer.hd.KeyPath;
import io.coffer.hd.NoSuchChildException;
import java.security.SecureRandom;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The keys of an unsealed vault (BIP-44), until it is closed. Guarded by its owner. */
final class KeyTree implements AutoCloseable {
    /** Branches whose derivation is kept: one for each coin and purpose in use. */
    private static final int MAX_BRANCHES = 64;

    private static final int BIP44 = 44;

    /** The change element of BIP-44 that all our keys have; change goes back to the address that paid. */
    private static final int EXTERNAL = 0;

    private final PrivateNode master;
    private final Map<KeyPath, Branch> branches = new LinkedHashMap<>();

    private KeyTree(PrivateNode master) {
        this.master = master;
    }

    /** @param seed stays the caller's */
    static KeyTree of(byte[] seed, SecureRandom random) throws NoSuchChildException {
        return new KeyTree(PrivateNode.master(seed, random));
    }

    /** The fingerprint of the master key. */
    int fingerprint() {
        return master.fingerprint();
    }

    /** The extended public key of the account. */
    ExtendedPublicKey account(int coinType, KeyPurpose purpose) throws NoSuchChildException {
        return branch(coinType, purpose).account();
    }

    byte[] publicKey(KeyRef key) throws NoSuchChildException {
        return branch(key.coinType(), key.purpose())
                .account()
                .child(EXTERNAL)
                .child(key.index())
                .publicKey();
    }

    /** Signs a digest of 32 bytes: r, s, recovery id. */
    byte[] sign(KeyRef key, byte[] digest) throws NoSuchChildException {
        try (PrivateNode leaf = branch(key.coinType(), key.purpose()).external().child(key.index())) {
            return leaf.sign(digest);
        }
    }

    @Override
    public void close() {
        branches.values().forEach(branch -> branch.external().close());
        branches.clear();
        master.close();
    }

    private Branch branch(int coinType, KeyPurpose purpose) throws NoSuchChildException {
        KeyPath path =
                KeyPath.parse("m").hardenedChild(BIP44).hardenedChild(coinType).hardenedChild(purpose.bip44Account());
        Branch known = branches.get(path);
        if (known != null) {
            return known;
        }
        if (branches.size() == MAX_BRANCHES) {
            Iterator<Branch> oldestFirst = branches.values().iterator();
            oldestFirst.next().external().close();
            oldestFirst.remove();
        }
        try (PrivateNode account = master.descendant(path)) {
            Branch branch = new Branch(account.toPublic(), account.child(EXTERNAL));
            branches.put(path, branch);
            return branch;
        }
    }

    /**
     * A branch of keys.
     *
     * @param account public half of {@code m/44'/coin'/account'}
     * @param external private key of {@code m/44'/coin'/account'/0}
     */
    private record Branch(ExtendedPublicKey account, PrivateNode external) {}
}
