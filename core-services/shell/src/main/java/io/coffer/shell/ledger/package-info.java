// SPDX-License-Identifier: Apache-2.0
/** The books and the journal behind them. */
@NullMarked
package io.coffer.shell.ledger;

import org.jspecify.annotations.NullMarked;
