// SPDX-License-Identifier: Apache-2.0
/** Customers, deposits, withdrawals, limits, and what the house holds. */
@NullMarked
package io.coffer.shell.wallet;

import org.jspecify.annotations.NullMarked;
