// SPDX-License-Identifier: Apache-2.0
/** Addresses and transactions as bytes. Pure: no node is asked, no thread is made. */
@NullMarked
package io.coffer.chain.evm.tx;

import org.jspecify.annotations.NullMarked;
