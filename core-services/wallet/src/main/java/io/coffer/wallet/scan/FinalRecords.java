// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.api.core.MoneyState;
import io.coffer.api.core.MoneyState.FinalDeposits;
import io.coffer.api.core.MoneyState.FinalWithdrawals;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.spi.chain.ChainId;
import io.coffer.wallet.core.Decisions;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Looks through all that is final on a chain, page by page, so that no reading of the state takes long. What becomes
 * final between two pages may be among it or not.
 */
final class FinalRecords {
    /** Deposits or withdrawals that are looked through in one reading of the state: some milliseconds. */
    static final int PAGE = 2_000;

    private final ChainId chain;
    private final Decisions decisions;

    /** What one reading found, and where the next begins. */
    private record Page<T>(List<T> items, OptionalInt next) {}

    /** One reading. */
    @FunctionalInterface
    private interface Reading<T> {
        Page<T> from(MoneyState state, int after);
    }

    FinalRecords(ChainId chain, Decisions decisions) {
        this.chain = chain;
        this.decisions = decisions;
    }

    /** Deposits that are final at a height or above. */
    void deposits(long fromHeight, Consumer<Deposit> each) {
        through(
                (state, after) -> {
                    FinalDeposits page = state.finalDeposits(chain, fromHeight, after, PAGE);
                    return new Page<>(page.deposits(), page.next());
                },
                each);
    }

    /** Withdrawals and transfers that ended at a height or above. */
    void withdrawals(long fromHeight, Consumer<Withdrawal> each) {
        through(
                (state, after) -> {
                    FinalWithdrawals page = state.finalWithdrawals(chain, fromHeight, after, PAGE);
                    return new Page<>(page.withdrawals(), page.next());
                },
                each);
    }

    private <T> void through(Reading<T> reading, Consumer<T> each) {
        OptionalInt after = OptionalInt.of(0);
        while (after.isPresent()) {
            int from = after.getAsInt();
            Page<T> page = decisions.read(state -> reading.from(state, from));
            page.items().forEach(each);
            after = page.next();
        }
    }
}
