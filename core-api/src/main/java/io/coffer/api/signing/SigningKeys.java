// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.signing;

import io.coffer.api.wallet.KeyRef;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.money.Bytes;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The vault as the signing service sees it, and nobody else: the bundle {@code io.coffer.signing} of the node gets this
 * service, every other one gets none. Any thread may call.
 */
@ProviderType
public interface SigningKeys {
    /**
     * Agrees on a key for the seals of approvals, known to the caller and the vault and written nowhere.
     *
     * @throws IllegalStateException if it was agreed on already in the life of this vault
     */
    Bytes pair();

    /** @throws VaultException if the vault is not unsealed */
    PublicKey publicKey(KeyRef key) throws VaultException;

    /**
     * Signs what was approved, in the form that its mode states. The same payload has the same signature.
     *
     * @throws VaultException of kind SEALED or ABSENT if the vault is not unsealed, INVALID if the seal is wrong, the
     *     approval has expired or is of an older term, or the mode is unknown
     */
    Bytes sign(ApprovedPayload payload) throws VaultException;
}
