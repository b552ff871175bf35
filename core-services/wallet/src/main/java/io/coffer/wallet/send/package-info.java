// SPDX-License-Identifier: Apache-2.0
/** Sends withdrawals: plan, reserve, assemble, sign, broadcast. */
@NullMarked
package io.coffer.wallet.send;

import org.jspecify.annotations.NullMarked;
