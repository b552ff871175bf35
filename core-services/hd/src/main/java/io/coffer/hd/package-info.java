// SPDX-License-Identifier: Apache-2.0
/**
 * The public half of hierarchical deterministic keys: paths, extended public keys, and what can be computed on
 * secp256k1 without a secret.
 *
 * <p>Plain Java, embedded privately by the bundles that need it: the vault, the signing service, and the wallet, which
 * derives deposit addresses and holds no secret. Nothing here ever sees a private key; everything is immutable and safe
 * on any thread.
 */
@NullMarked
package io.coffer.hd;

import org.jspecify.annotations.NullMarked;
