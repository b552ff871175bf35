// SPDX-License-Identifier: Apache-2.0
/** What an operator may set for a chain, and how it is read. */
@NullMarked
package io.coffer.wallet.settings;

import org.jspecify.annotations.NullMarked;
