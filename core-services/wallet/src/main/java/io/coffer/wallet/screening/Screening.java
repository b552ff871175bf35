// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.screening;

import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.Withdrawal;

/**
 * Judges where value comes from and where it goes. The verdict is journaled. Called on a supervisor's thread; must
 * answer within seconds.
 */
public interface Screening {
    Verdict deposit(Deposit deposit);

    Verdict withdrawal(Withdrawal withdrawal);

    /**
     * A judgement.
     *
     * @param reason why it did not pass; empty if it did
     */
    record Verdict(boolean passed, String reason) {
        public static final Verdict PASSED = new Verdict(true, "");

        public static Verdict refused(String reason) {
            return new Verdict(false, reason);
        }
    }
}
