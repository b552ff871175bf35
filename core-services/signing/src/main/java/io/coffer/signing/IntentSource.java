// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

import io.coffer.api.wallet.WithdrawalId;

/** Where intents are read: not from the caller, who might ask for anything. */
interface IntentSource {
    /** @throws DeniedException if there is no such withdrawal, or it is not to be signed now */
    Intent intent(WithdrawalId withdrawal) throws DeniedException;
}
