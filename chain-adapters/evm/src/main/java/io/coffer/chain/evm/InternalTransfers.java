// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import java.util.Locale;

/** How native coin is found that a contract pays on by an internal call, of which a block itself says nothing. */
enum InternalTransfers {
    /** As TRACE where a node of the network can, as BALANCE where none can. */
    AUTO,
    /** The node runs the transactions of each block again and tells each call in them. */
    TRACE,
    /** Nothing in a block; the balance at a final block tells that something arrived, though not from whom. */
    BALANCE,
    OFF;

    /** As a configuration names it. */
    String configured() {
        return name().toLowerCase(Locale.ROOT);
    }
}
