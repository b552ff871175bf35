// SPDX-License-Identifier: Apache-2.0
/** Ledger assets and their networks. */
@NullMarked
package io.coffer.shell.asset;

import org.jspecify.annotations.NullMarked;
