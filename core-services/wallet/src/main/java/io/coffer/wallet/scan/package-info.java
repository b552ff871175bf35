// SPDX-License-Identifier: Apache-2.0
/** Reads a chain: blocks, deposits, what became of our own transactions, reorganisations. */
@NullMarked
package io.coffer.wallet.scan;

import org.jspecify.annotations.NullMarked;
