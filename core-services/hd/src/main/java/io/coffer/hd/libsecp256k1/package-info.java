// SPDX-License-Identifier: Apache-2.0
/**
 * Derivation of public keys by the native library libsecp256k1, for the bundles that derive many. Only they embed this
 * package, and with it the library; the vault does not.
 */
@NullMarked
package io.coffer.hd.libsecp256k1;

import org.jspecify.annotations.NullMarked;
