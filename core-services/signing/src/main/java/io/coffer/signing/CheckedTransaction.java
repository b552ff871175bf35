// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

import io.coffer.api.signing.VaultException;
import io.coffer.spi.chain.SignedTx;

/** A transaction that does what was approved, and nothing else. No key was used for it so far. */
@FunctionalInterface
interface CheckedTransaction {
    /** @throws MismatchException if the signed bytes do not say what was checked */
    SignedTx sign(ApprovedSigner.Signing signing) throws MismatchException, VaultException;
}
