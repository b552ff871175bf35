// SPDX-License-Identifier: Apache-2.0
/**
 * The devnet format as docs/devnet-format.md defines it: addresses, transactions, hashes. Pure: no input or output, no
 * clock, no state; safe on any thread. Amounts are in the smallest unit of the coin (8 decimals).
 */
@NullMarked
package io.coffer.devnet.format;

import org.jspecify.annotations.NullMarked;
