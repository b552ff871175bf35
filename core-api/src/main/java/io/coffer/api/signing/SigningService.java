// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.signing;

import io.coffer.api.request.Refusal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.UnsignedTx;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Signs a withdrawal's transaction after it has convinced itself that it does what was approved and nothing else.
 *
 * <p>It reads the intent from the money core by itself, decodes the adapter's bytes by a codec of its own, derives
 * sender and change anew from the vault, recomputes what is signed, and decodes the signed bytes once more.
 */
@ProviderType
public interface SigningService {
    /**
     * Makes every check that {@link #sign} makes before it asks the vault, and signs nothing. So that a withdrawal that
     * would be refused does not become SIGNING.
     *
     * @param withdrawal whose present attempt is PREPARED or SIGNING
     * @return why it would not be signed; empty if nothing is against it
     */
    Optional<SigningOutcome.Unsigned> objection(WithdrawalId withdrawal, UnsignedTx transaction, ChainAdapter adapter);

    /**
     * Signs the present attempt of a withdrawal, which must be SIGNING. All is checked again. The same transaction has
     * the same signatures, however often it is signed.
     *
     * @param adapter whose codec is used only where the operator allowed a family that the node has no codec for
     */
    SigningOutcome sign(WithdrawalId withdrawal, UnsignedTx transaction, ChainAdapter adapter);

    /** Whether transactions of a family are decoded by the node itself before they are signed. */
    Coverage coverage(String family);

    /**
     * Why a chain may not have keys of a coin type, or empty if it may.
     *
     * <p>Whoever can have something signed that the node cannot read may not do so by keys that mean something on
     * another chain. So a family that the node has no codec for uses a coin type for itself alone: none of a family
     * with a codec, and none that any other enrolled chain has keys of.
     *
     * @param coinType SLIP-44 number
     */
    Optional<Refusal> keysRefusal(ChainId chain, int coinType);

    /** How far the node itself understands a chain family. */
    enum Coverage {
        /** Decoded and recomputed by the node. */
        VERIFIED,
        /** Signed as the adapter says, because the operator allowed it. */
        UNVERIFIED_ALLOWED,
        /** Not signed. */
        REFUSED
    }
}
