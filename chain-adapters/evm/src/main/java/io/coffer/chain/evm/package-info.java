// SPDX-License-Identifier: Apache-2.0
/** Ethereum-like networks, one for each configuration: settings, life cycle, and the parts of the adapter. */
@NullMarked
package io.coffer.chain.evm;

import org.jspecify.annotations.NullMarked;
