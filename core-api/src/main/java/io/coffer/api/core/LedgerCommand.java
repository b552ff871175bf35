// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.core;

import io.coffer.api.ledger.LedgerOperation;
import java.util.List;

/** Commands on the ledger itself. */
public sealed interface LedgerCommand extends Command {
    /**
     * Applies all operations in order, or none. Custody and rounding accounts are posted by deposits and withdrawals
     * alone, so that the books say what the chains say: here they are refused with {@code ledger.account-managed}, and
     * the holds of withdrawals with {@code ledger.hold-managed}. A frozen account may be credited, but nothing of it
     * debited, held or captured: {@code account.frozen}.
     *
     * @param operations 1 to {@link #MAX_OPERATIONS}
     * @param memo why, for the statement; at most {@link #MAX_MEMO_LENGTH} characters, no personal data
     */
    record Batch(List<LedgerOperation> operations, String memo) implements LedgerCommand {
        public static final int MAX_OPERATIONS = 1_000;
        public static final int MAX_MEMO_LENGTH = 200;

        public Batch {
            operations = List.copyOf(operations);
            if (operations.isEmpty() || operations.size() > MAX_OPERATIONS) {
                throw new IllegalArgumentException("operations: not 1.." + MAX_OPERATIONS);
            }
            if (memo.length() > MAX_MEMO_LENGTH) {
                throw new IllegalArgumentException("memo: longer than " + MAX_MEMO_LENGTH + " characters");
            }
        }
    }
}
