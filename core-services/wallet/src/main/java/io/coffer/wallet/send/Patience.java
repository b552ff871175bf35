// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.send;

import io.coffer.api.wallet.WithdrawalId;
import io.coffer.wallet.core.Pause;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Since when the lowest unmined transactions of senders are waited for. It outlives the adapter and the settings, so that
 * an update of either begins no wait anew. Any thread.
 */
public final class Patience {
    private final InstantSource clock;
    private final Map<WithdrawalId, Wait> waits = new HashMap<>();

    /** For which attempt, and whether the node refuses its bytes. */
    private record Wait(int attempt, boolean refused, long sinceMs) {}

    public Patience(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Whether an attempt is waited for so long by now; the first question begins the wait.
     *
     * @param refused whether the node refuses the bytes, which begins another wait
     */
    synchronized boolean isOver(WithdrawalId id, int attempt, boolean refused, long lengthMs) {
        Wait wait = waits.get(id);
        if (wait == null || wait.attempt() != attempt || (refused && !wait.refused())) {
            wait = new Wait(attempt, refused, clock.millis());
            waits.put(id, wait);
        }
        return !new Pause(wait.sinceMs(), lengthMs).lasts(clock);
    }

    synchronized boolean isRefused(WithdrawalId id) {
        Wait wait = waits.get(id);
        return wait != null && wait.refused();
    }

    synchronized void forget(WithdrawalId id) {
        waits.remove(id);
    }

    /** Forgets what concerns withdrawals that are not among {@code open}. */
    synchronized void keepOnly(Collection<WithdrawalId> open) {
        waits.keySet().retainAll(open);
    }
}
