// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.ledger;

/** One step of a ledger batch. A batch is applied whole or not at all. Zero amounts are refused. */
public sealed interface LedgerOperation {
    /** Moves {@code amount} from the credit side of one account to that of another; the assets are the same. */
    record Post(LedgerAccountId debit, LedgerAccountId credit, Money amount) implements LedgerOperation {}

    /** Sets {@code amount} of a guarded account aside. It never expires. */
    record Hold(HoldId hold, LedgerAccountId account, Money amount) implements LedgerOperation {}

    /** Posts {@code amount} of what is held to {@code credit}; the hold shrinks and ends at zero. */
    record Capture(HoldId hold, LedgerAccountId credit, Money amount) implements LedgerOperation {}

    /** Ends a hold; all that is left of it is available again. */
    record Release(HoldId hold) implements LedgerOperation {}
}
