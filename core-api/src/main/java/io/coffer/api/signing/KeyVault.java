// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.signing;

import io.coffer.api.wallet.KeyPurpose;
import org.osgi.annotation.versioning.ProviderType;

/** The vault as an operator sees it. No method answers with a key but {@link #create}, once. */
@ProviderType
public interface KeyVault {
    /** Whether and how the vault can be used. */
    enum State {
        /** There is no vault yet. */
        ABSENT,
        /** There is one, locked. */
        SEALED,
        /** Keys can be used. */
        UNSEALED
    }

    State state();

    /**
     * Makes a new seed and seals it with {@code passphrase}; the vault is unsealed after it. The caller wipes both.
     *
     * @param passphrase at least 12 characters
     * @return the BIP-39 words, separated by spaces, to be written down; they are never shown again
     * @throws VaultException if there is a vault already or it cannot be written
     */
    char[] create(char[] passphrase) throws VaultException;

    /** Makes the vault from BIP-39 words. Unsealed after it. */
    void restore(char[] words, char[] passphrase) throws VaultException;

    /** @throws VaultException if the passphrase is wrong, the file is damaged, or too many attempts came too fast */
    void unseal(char[] passphrase) throws VaultException;

    /** Locks the vault and wipes what was in memory. */
    void seal();

    void changePassphrase(char[] present, char[] next) throws VaultException;

    /**
     * The BIP-32 extended public key of {@code m/44'/coinType'/purpose'}. Public, but it shows every address below.
     *
     * @throws VaultException if the vault is not unsealed
     */
    String extendedPublicKey(int coinType, KeyPurpose purpose) throws VaultException;
}
