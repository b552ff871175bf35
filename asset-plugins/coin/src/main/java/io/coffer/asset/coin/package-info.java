// SPDX-License-Identifier: Apache-2.0
/**
 * Native coins: one configuration file each, and no code of their own, since every chain adapter moves its coin.
 */
@NullMarked
package io.coffer.asset.coin;

import org.jspecify.annotations.NullMarked;
