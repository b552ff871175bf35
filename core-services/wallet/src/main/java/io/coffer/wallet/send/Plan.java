// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.send;

import io.coffer.api.wallet.Preparation;
import io.coffer.spi.chain.UnsignedTx;

/** Whether a queued withdrawal can be sent now, and how. */
sealed interface Plan {
    /** It can: the transaction was assembled and looked at before anything is reserved. */
    record Ready(Preparation preparation, UnsignedTx transaction) implements Plan {}

    /** It waits. */
    record Wait(String code, String reason) implements Plan {}
}
