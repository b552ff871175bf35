// SPDX-License-Identifier: Apache-2.0
package io.coffer.keys;

import io.coffer.api.signing.VaultException;
import java.time.InstantSource;

/**
 * Makes who guesses passphrases wait: one second after the first wrong one, twice as long after each further one, at
 * most five minutes. Guarded by its owner.
 */
final class AttemptThrottle {
    private static final long FIRST_WAIT_MS = 1_000;
    private static final long LONGEST_WAIT_MS = 300_000;
    private static final int MAX_DOUBLINGS = 9;

    private final InstantSource clock;
    private int failures;
    private long failedAtMs;

    AttemptThrottle(InstantSource clock) {
        this.clock = clock;
    }

    /** @throws VaultException of kind THROTTLED if the next attempt is not due yet */
    void admit() throws VaultException {
        long now = clock.millis();
        // A clock that was set back must not lock the operator out for as long as it jumped.
        failedAtMs = Math.min(failedAtMs, now);
        long waitMs = failedAtMs + pauseMs() - now;
        if (waitMs > 0) {
            long seconds = (waitMs + 999) / 1_000;
            String wrong = failures == 1 ? "1 wrong passphrase" : failures + " wrong passphrases";
            throw new VaultException(VaultException.Kind.THROTTLED, wrong + ": try again in " + seconds + " s");
        }
    }

    void failed() {
        failures = Math.addExact(failures, 1);
        failedAtMs = clock.millis();
    }

    void succeeded() {
        failures = 0;
    }

    private long pauseMs() {
        if (failures == 0) {
            return 0;
        }
        return Math.min(FIRST_WAIT_MS << Math.min(failures - 1, MAX_DOUBLINGS), LONGEST_WAIT_MS);
    }
}
