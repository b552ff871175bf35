// SPDX-License-Identifier: Apache-2.0
/** Empties deposit addresses into the treasury, and brings them the gas that they need for it. */
@NullMarked
package io.coffer.wallet.sweep;

import org.jspecify.annotations.NullMarked;
