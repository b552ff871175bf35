// SPDX-License-Identifier: Apache-2.0
/**
 * Follows the money core and keeps what happened in SQL: statements, deposits, withdrawals and all their changes. The
 * store follows from the journal alone, so it can be deleted and is made again to the same rows.
 */
@NullMarked
package io.coffer.projection;

import org.jspecify.annotations.NullMarked;
