// SPDX-License-Identifier: Apache-2.0
/**
 * The node's own reading of the chain families that it knows: addresses, transactions, and what is signed.
 *
 * <p>It is written from the specifications of the chains and shares nothing with the adapters, so that an adapter that
 * errs or lies is contradicted before anything is signed. Plain Java, embedded privately by the signing service and by
 * whoever derives addresses. Everything is pure and safe on any thread; integers are never rounded or narrowed.
 */
@NullMarked
package io.coffer.families;

import org.jspecify.annotations.NullMarked;
