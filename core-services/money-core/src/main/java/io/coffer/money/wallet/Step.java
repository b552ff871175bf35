// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.money.rules.Outcome;
import io.coffer.money.rules.RefusalCode;
import io.coffer.spi.chain.BlockRef;

/** Where a command takes a withdrawal. */
sealed interface Step {
    /** To this, which may be what it was. */
    record To(WithdrawalEntry entry) implements Step {}

    /** Nowhere. */
    record Refused(Outcome.Refused refused) implements Step {}

    static Step wrongState(WithdrawalEntry entry, String wanted) {
        return new Refused(RefusalCode.WITHDRAWAL_STATE.refuse(
                "withdrawal " + entry.withdrawal().id() + " is " + entry.state() + " and cannot become " + wanted,
                "look at the withdrawal"));
    }

    static Step wrongAttempt(WithdrawalEntry entry, int attempt) {
        return new Refused(RefusalCode.WITHDRAWAL_ATTEMPT.refuse(
                "attempt " + attempt + " of withdrawal " + entry.withdrawal().id()
                        + " is not the present one, which is " + entry.last().number(),
                "look at the withdrawal"));
    }

    static Step wrongBlock(WithdrawalEntry entry, BlockRef block) {
        return new Refused(RefusalCode.WITHDRAWAL_BLOCK.refuse(
                "withdrawal " + entry.withdrawal().id() + " is not in block " + block, "ask the chain again"));
    }
}
