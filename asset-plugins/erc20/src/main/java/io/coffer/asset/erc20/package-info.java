// SPDX-License-Identifier: Apache-2.0
/**
 * Tokens after EIP-20: one configuration file each. Pure but for the component that registers them.
 */
@NullMarked
package io.coffer.asset.erc20;

import org.jspecify.annotations.NullMarked;
