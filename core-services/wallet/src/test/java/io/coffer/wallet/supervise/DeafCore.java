// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import io.coffer.api.core.EventListener;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.Subscription;

/** A core whose journal nobody may read again: all that the wallet needs must be state. */
final class DeafCore extends StoppingCore {
    DeafCore(MoneyCore core) {
        super(core, command -> false);
    }

    @Override
    public Subscription subscribe(long after, EventListener listener) {
        throw new AssertionError("the journal is replayed from " + after);
    }
}
