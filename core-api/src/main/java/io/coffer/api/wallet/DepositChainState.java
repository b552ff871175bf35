// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.wallet;

/** Where the transaction of a deposit stands on its chain. */
public enum DepositChainState {
    /** In a block that is not final yet. */
    CONFIRMING,
    /** In a final block. */
    FINAL,
    /** Its block was removed and no other has it so far. */
    REORGED,
    /** Its block was removed and it can no longer be mined, or was not for long. */
    VANISHED
}
