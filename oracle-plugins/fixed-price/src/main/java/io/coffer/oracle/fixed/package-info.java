// SPDX-License-Identifier: Apache-2.0
/**
 * Prices that an operator writes down: for a pegged asset, or for a test.
 */
@NullMarked
package io.coffer.oracle.fixed;

import org.jspecify.annotations.NullMarked;
