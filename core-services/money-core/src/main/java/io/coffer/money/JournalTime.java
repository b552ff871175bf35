// SPDX-License-Identifier: Apache-2.0
package io.coffer.money;

import io.coffer.api.core.CoreClock.Held;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Journaled time: the system clock, as long as it stays near the time that has really passed since an anchor. The
 * anchor is the beginning of the run, or an operator's word, so that many small steps are found out as one large one
 * is. Ahead of that, time goes on only as fast as it passes; and it never goes back. Any thread may call.
 */
final class JournalTime {
    /** How far the clock may be ahead of the time that passed: what a time service corrects in one step. */
    static final long STEP_MS = 10_000;
    /** In addition, one part in so many of the time that passed: how much two clocks may drift apart. */
    static final long DRIFT_PARTS = 100;
    /** How far an operator's watch may be from the clock that is accepted. */
    static final long WATCH_MS = 60_000;

    private static final Logger LOG = LoggerFactory.getLogger(JournalTime.class);

    private final TimeSource source;
    private long anchorMs;
    private long anchorNanos;
    private String cause;
    private boolean following = true;

    /** @param lastMs time of the newest record; 0 if there is none */
    JournalTime(TimeSource source, long lastMs) {
        this.source = source;
        this.anchorNanos = source.nanos().getAsLong();
        long clockMs = source.wall().millis();
        boolean tooLong = lastMs > 0 && clockMs - lastMs > source.maxDowntimeMs();
        this.anchorMs = tooLong ? lastMs : Math.max(clockMs, lastMs);
        this.cause = tooLong
                ? "the last record is older than the longest time that the node may be down"
                : "the clock was set forward";
    }

    /** The time for the next record, not before {@code lastMs}. */
    synchronized long now(long lastMs) {
        long clockMs = source.wall().millis();
        long passedMs = TimeUnit.NANOSECONDS.toMillis(source.nanos().getAsLong() - anchorNanos);
        long expectedMs = anchorMs + passedMs;
        boolean plausible = clockMs - expectedMs <= STEP_MS + passedMs / DRIFT_PARTS;
        tell(plausible, clockMs, expectedMs);
        return Math.max(lastMs, plausible ? clockMs : expectedMs);
    }

    private void tell(boolean plausible, long clockMs, long expectedMs) {
        if (following && !plausible) {
            LOG.error(
                    "The system clock says {}, but by the time that passed it is {}: {}. Limits go by the latter until"
                            + " the clock is right again or ledger:clock-accept",
                    Instant.ofEpochMilli(clockMs),
                    Instant.ofEpochMilli(expectedMs),
                    cause);
        } else if (!following && plausible) {
            LOG.info("The system clock is followed again: {}", Instant.ofEpochMilli(clockMs));
            cause = "the clock was set forward";
        }
        following = plausible;
    }

    /** Why the clock is not followed; empty if it is. */
    synchronized Optional<Held> held(long lastMs) {
        long journaledMs = now(lastMs);
        return following ? Optional.empty() : Optional.of(new Held(source.wall().millis(), journaledMs, cause));
    }

    /** Follows the clock from here on, if it is what the operator's watch says. */
    synchronized boolean accept(Instant watch, long lastMs) {
        long clockMs = source.wall().millis();
        if (held(lastMs).isEmpty() || Math.abs(clockMs - watch.toEpochMilli()) > WATCH_MS) {
            return false;
        }
        LOG.warn("An operator accepts the time {}", Instant.ofEpochMilli(clockMs));
        anchorMs = clockMs;
        anchorNanos = source.nanos().getAsLong();
        now(lastMs);
        return true;
    }
}
