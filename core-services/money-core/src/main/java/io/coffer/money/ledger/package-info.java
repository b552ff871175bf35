// SPDX-License-Identifier: Apache-2.0
/**
 * Double entry in whole units of 127 bits. Plain tables of longs, used by one thread at a time.
 */
@NullMarked
package io.coffer.money.ledger;

import org.jspecify.annotations.NullMarked;
