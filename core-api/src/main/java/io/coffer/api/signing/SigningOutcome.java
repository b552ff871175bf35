// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.signing;

import io.coffer.spi.chain.SignedTx;

/** What the signing service answers. */
public sealed interface SigningOutcome {
    record Signed(SignedTx transaction) implements SigningOutcome {}

    /** The vault is sealed or absent: ask again once it is unsealed. */
    record Sealed() implements SigningOutcome {}

    /** A rule forbids it. */
    record Denied(String rule, String reason) implements SigningOutcome {}

    /** The transaction is not what was approved: the adapter is wrong or lies. */
    record Mismatch(String detail) implements SigningOutcome {}
}
