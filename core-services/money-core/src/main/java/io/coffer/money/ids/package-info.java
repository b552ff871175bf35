// SPDX-License-Identifier: Apache-2.0
/**
 * Ids that were applied once and never will be again, however old: recent ones in memory, older ones in immutable
 * sorted files. See {@link io.coffer.money.ids.AppliedIds}.
 */
@NullMarked
package io.coffer.money.ids;

import org.jspecify.annotations.NullMarked;
