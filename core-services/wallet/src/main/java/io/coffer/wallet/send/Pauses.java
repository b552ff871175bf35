// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.send;

import io.coffer.api.wallet.WithdrawalId;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** How long single withdrawals are left alone after a failure: each time twice as long. One thread. */
final class Pauses {
    private final InstantSource clock;
    private final long firstMs;
    private final long longestMs;
    private final Map<WithdrawalId, Pause> pauses = new HashMap<>();

    Pauses(InstantSource clock, long firstMs, long longestMs) {
        this.clock = clock;
        this.firstMs = firstMs;
        this.longestMs = longestMs;
    }

    boolean isResting(WithdrawalId id) {
        Pause pause = pauses.get(id);
        return pause != null && clock.millis() < pause.untilMs;
    }

    /** It failed once more. */
    void longer(WithdrawalId id) {
        Pause before = pauses.get(id);
        long lengthMs = before == null ? firstMs : Math.min(2 * before.lengthMs, longestMs);
        pauses.put(id, new Pause(lengthMs, clock.millis() + lengthMs));
    }

    /** It went well. */
    void over(WithdrawalId id) {
        pauses.remove(id);
    }

    /** Forgets those that are not among {@code open}. */
    void keepOnly(Collection<WithdrawalId> open) {
        pauses.keySet().retainAll(open);
    }

    private record Pause(long lengthMs, long untilMs) {}
}
