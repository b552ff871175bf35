// SPDX-License-Identifier: Apache-2.0
/** The point of durability: journal, group commit and snapshot files. */
@NullMarked
package io.coffer.money.journal;

import org.jspecify.annotations.NullMarked;
