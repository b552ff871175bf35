// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.core.Event;
import io.coffer.api.ledger.LedgerOperation;
import io.coffer.money.ledger.Ledger;
import io.coffer.money.rules.Outcome;
import java.util.List;
import java.util.Optional;

/** The ledger, with a note of every operation that was applied. */
public final class Books {
    private final Ledger ledger = new Ledger();

    public Ledger ledger() {
        return ledger;
    }

    /** Applies all, or none and says why. No operations are none too many. */
    public Optional<Outcome.Refused> apply(List<LedgerOperation> operations, String memo, Turn turn) {
        Optional<Outcome.Refused> refused = ledger.apply(operations);
        if (refused.isEmpty()) {
            for (LedgerOperation operation : operations) {
                turn.note(new Event.LedgerMoved(operation, memo));
            }
        }
        return refused;
    }

    /** Applies what the wallet's own state guarantees to be possible. */
    void demand(List<LedgerOperation> operations, String memo, Turn turn) {
        apply(operations, memo, turn).ifPresent(refused -> {
            throw new IllegalStateException(
                    memo + ": " + refused.refusal().message() + ": ledger and wallet contradict each other");
        });
    }
}
