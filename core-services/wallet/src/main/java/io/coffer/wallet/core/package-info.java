// SPDX-License-Identifier: Apache-2.0
/** How the wallet speaks with the money core. */
@NullMarked
package io.coffer.wallet.core;

import org.jspecify.annotations.NullMarked;
