// SPDX-License-Identifier: Apache-2.0
/** Ids that were applied once and never will be again. */
@NullMarked
package io.coffer.money.ids;

import org.jspecify.annotations.NullMarked;
