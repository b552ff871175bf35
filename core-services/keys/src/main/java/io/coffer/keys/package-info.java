// SPDX-License-Identifier: Apache-2.0
/**
 * The vault: the only place where a private key exists, and only while it is unsealed.
 *
 * <p>Secrets are kept in arrays and numbers that are overwritten when they are no longer needed; none passes through a
 * String or a BigInteger. What the cryptographic library leaves behind is dropped by a collection when the vault is
 * sealed.
 */
@NullMarked
package io.coffer.keys;

import org.jspecify.annotations.NullMarked;
