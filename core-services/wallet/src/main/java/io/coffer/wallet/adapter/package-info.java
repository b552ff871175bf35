// SPDX-License-Identifier: Apache-2.0
/** The wall between the wallet and the adapters: threads, deadlines, circuit breakers. */
@NullMarked
package io.coffer.wallet.adapter;

import org.jspecify.annotations.NullMarked;
