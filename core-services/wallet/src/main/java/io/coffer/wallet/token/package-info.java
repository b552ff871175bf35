// SPDX-License-Identifier: Apache-2.0
/** Tokens: the plugins that bring them, behind a wall of their own, and what of them a chain is read with. */
@NullMarked
package io.coffer.wallet.token;

import org.jspecify.annotations.NullMarked;
