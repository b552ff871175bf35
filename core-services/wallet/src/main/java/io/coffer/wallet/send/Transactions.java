// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.send;

import io.coffer.api.wallet.Withdrawal;
import io.coffer.spi.chain.SignedTx;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What was signed for a withdrawal, and under which sequence. */
final class Transactions {
    private Transactions() {}

    /** All that was signed: any of them may be mined. */
    static List<SignedTx> newestFirst(Withdrawal withdrawal) {
        List<SignedTx> found = new ArrayList<>();
        for (int i = withdrawal.attempts().size() - 1; i >= 0; i--) {
            withdrawal.attempts().get(i).signed().ifPresent(found::add);
        }
        return found;
    }

    /** The sequence that all its attempts have; empty before it is prepared, and in a UTXO chain. */
    static OptionalLong sequence(Withdrawal withdrawal) {
        return withdrawal
                .lastAttempt()
                .map(attempt -> attempt.preparation().sequence())
                .orElse(OptionalLong.empty());
    }
}
