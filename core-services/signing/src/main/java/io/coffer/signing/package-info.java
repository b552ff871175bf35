// SPDX-License-Identifier: Apache-2.0
/**
 * Decides what the vault may sign: only a transaction that does what the money core says was approved.
 *
 * <p>The adapter's bytes are read by codecs of our own and compared with the intent; the digest that is signed is
 * computed here. Plain Java but for {@code SigningComponent}.
 */
@NullMarked
package io.coffer.signing;

import org.jspecify.annotations.NullMarked;
