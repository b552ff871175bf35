// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.node;

import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.Money;
import java.math.BigInteger;
import java.util.Optional;

/**
 * One line of a ledger account's statement.
 *
 * @param timeMs journaled time, milliseconds since 1970 UTC
 * @param after how the account stood after it
 * @param memo what caused it
 */
public record StatementEntry(Place place, long timeMs, Change change, Standing after, String memo) {
    /** What happened to the account. */
    public enum Kind {
        /** Posted to its debit side; what was held for it, if it was, is held no more. */
        DEBIT,
        /** Posted to its credit side. */
        CREDIT,
        /** Set aside; the total stays. */
        HOLD,
        /** Available again; the total stays. */
        RELEASE
    }

    /**
     * One change.
     *
     * @param counter the account on the other side of a posting; empty for holds and releases
     */
    public record Change(Kind kind, Money amount, Optional<LedgerAccountId> counter) {}

    /**
     * The running balance, in ledger units.
     *
     * @param total on the account's normal side, holds included
     * @param held sum of the open holds
     */
    public record Standing(BigInteger total, BigInteger held) {
        /** What may be spent. */
        public BigInteger available() {
            return total.subtract(held);
        }
    }
}
