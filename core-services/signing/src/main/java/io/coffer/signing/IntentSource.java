// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalState;
import java.util.Set;

/** Where intents are read: not from the caller, who might ask for anything. */
interface IntentSource {
    /**
     * @param within states that the withdrawal may be in
     * @throws DeniedException if there is no such withdrawal, or it is not to be signed now
     */
    Intent intent(WithdrawalId withdrawal, Set<WithdrawalState> within) throws DeniedException;
}
