// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.signing;

import io.coffer.spi.chain.SignedTx;

/** What the signing service answers. */
public sealed interface SigningOutcome {
    record Signed(SignedTx transaction) implements SigningOutcome {}

    /** There are no signed bytes. */
    sealed interface Unsigned extends SigningOutcome {}

    /** The vault is sealed or absent: ask again once it is unsealed. */
    record Sealed() implements Unsigned {}

    /**
     * A rule forbids it.
     *
     * @param keyUsed whether the vault was asked for a signature all the same, so that one may exist
     */
    record Denied(String rule, String reason, boolean keyUsed) implements Unsigned {}

    /**
     * The transaction is not what was approved: the adapter is wrong or lies.
     *
     * @param keyUsed whether the vault was asked for a signature all the same, so that one may exist
     */
    record Mismatch(String detail, boolean keyUsed) implements Unsigned {}
}
