// SPDX-License-Identifier: Apache-2.0
/** What is the same for ledger and wallet: versions of the rules, and how a rule says no. */
@NullMarked
package io.coffer.money.rules;

import org.jspecify.annotations.NullMarked;
