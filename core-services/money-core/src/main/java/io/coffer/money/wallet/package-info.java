// SPDX-License-Identifier: Apache-2.0
/**
 * What the state machine knows of assets, customers, addresses, deposits, withdrawals and limits, and the rules by
 * which commands change it. Used by one thread at a time; reads no clock and does no I/O.
 */
@NullMarked
package io.coffer.money.wallet;

import org.jspecify.annotations.NullMarked;
