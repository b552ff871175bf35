// SPDX-License-Identifier: Apache-2.0
/**
 * The binary form of commands and state: canonical, so that equal values have equal bytes, and versioned, so that a
 * journal outlives the release that wrote it.
 */
@NullMarked
package io.coffer.money.codec;

import org.jspecify.annotations.NullMarked;
