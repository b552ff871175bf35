// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.wallet;

/** What the node has made of a deposit. */
public enum DepositState {
    /** Seen, not final: worth nothing yet. */
    PENDING,
    /** Final, but it belongs to no one or cannot be credited: on the deposit desk. */
    UNATTRIBUTED,
    /** Final, waiting for its screening verdict. */
    SCREENING,
    /** Held back by screening. */
    QUARANTINED,
    /** In the ledger, locked. */
    CREDITED,
    /** In the ledger, free to use. */
    AVAILABLE,
    /** Final, but less than the asset's minimum: kept, not credited. */
    BELOW_MINIMUM,
    /** Credited once, then taken back by the chain. */
    REVERSED
}
