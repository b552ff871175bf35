// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import io.coffer.money.journal.JournalEvents.SpaceLevel;
import java.io.IOException;

/** Looks at the free space now and then: warns when it gets low, and keeps a reserve. */
final class SpaceWatch {
    private static final long NANOS_PER_MS = 1_000_000;

    private final JournalEnvironment environment;
    private final long reserveBytes;
    private final long intervalNanos;
    private boolean looked;
    private long lookedAt;
    private SpaceLevel level = SpaceLevel.ENOUGH;

    SpaceWatch(JournalEnvironment environment, JournalOptions options) {
        this.environment = environment;
        this.reserveBytes = options.reserveBytes();
        this.intervalNanos = options.spaceCheckMs() * NANOS_PER_MS;
    }

    /** Whether it is time to look again; always the first time. */
    boolean due() {
        long now = environment.monotonicNanos().getAsLong();
        if (looked && now - lookedAt < intervalNanos) {
            return false;
        }
        looked = true;
        lookedAt = now;
        return true;
    }

    /** @throws NoSpaceException if less than the reserve is free */
    void look() throws IOException {
        long usable = environment.storage().usableBytes();
        long total = environment.storage().totalBytes();
        SpaceLevel now = levelOf(usable, total);
        if (now != level) {
            level = now;
            environment.events().space(now, usable, total);
        }
        if (usable < reserveBytes) {
            throw new NoSpaceException(environment.storage().describe("") + ": " + usable
                    + " bytes free, less than the reserve of " + reserveBytes);
        }
    }

    private static SpaceLevel levelOf(long usable, long total) {
        if (usable < total / 100 * Journal.CRITICAL_PERCENT) {
            return SpaceLevel.CRITICAL;
        }
        return usable < total / 100 * Journal.LOW_PERCENT ? SpaceLevel.LOW : SpaceLevel.ENOUGH;
    }
}
