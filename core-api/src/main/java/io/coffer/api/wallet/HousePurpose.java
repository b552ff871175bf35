// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.wallet;

/** What the house moves its own coins for, from one address of ours to another. */
public enum HousePurpose {
    /** What customers paid in: from a deposit address to the treasury. */
    SWEEP,
    /** The chain's own coin for network fees: from the treasury to a deposit address. */
    GAS
}
