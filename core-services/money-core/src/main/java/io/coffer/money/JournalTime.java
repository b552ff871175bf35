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
 * is. Ahead of that or behind it, time goes on as fast as it passes; and it never goes back. Any thread may call.
 */
final class JournalTime {
    /** How far the clock may be from the time that passed: what a time service corrects in one step. */
    static final long STEP_MS = 10_000;
    /** In addition, one part in so many of the time that passed: how much two clocks may drift apart. */
    static final long DRIFT_PARTS = 2_000;
    /** What drift may come to, however long the run: both count by the same oscillator. */
    static final long MOST_DRIFT_MS = 60_000;
    /** How far an operator's watch may be from the clock that is accepted. */
    static final long WATCH_MS = 60_000;

    private static final Logger LOG = LoggerFactory.getLogger(JournalTime.class);

    private final TimeSource source;
    private long anchorMs;
    private long anchorNanos;
    private Optional<String> downtime;
    private boolean following = true;

    /** @param lastMs time of the newest record; 0 if there is none */
    JournalTime(TimeSource source, long lastMs) {
        this.source = source;
        this.anchorNanos = source.nanos().getAsLong();
        long clockMs = source.wall().millis();
        boolean tooLong = lastMs > 0 && clockMs - lastMs > source.maxDowntimeMs();
        this.anchorMs = tooLong ? lastMs : Math.max(clockMs, lastMs);
        this.downtime = tooLong
                ? Optional.of("the last record is older than the longest time that the node may be down")
                : Optional.empty();
    }

    /** The time for the next record, not before {@code lastMs}. */
    synchronized long now(long lastMs) {
        long clockMs = source.wall().millis();
        long passedMs = TimeUnit.NANOSECONDS.toMillis(source.nanos().getAsLong() - anchorNanos);
        long expectedMs = anchorMs + passedMs;
        long toleratedMs = STEP_MS + Math.min(passedMs / DRIFT_PARTS, MOST_DRIFT_MS);
        boolean plausible = Math.abs(clockMs - expectedMs) <= toleratedMs;
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
                    cause(clockMs, expectedMs));
        } else if (!following && plausible) {
            LOG.info("The system clock is followed again: {}", Instant.ofEpochMilli(clockMs));
            downtime = Optional.empty();
        }
        following = plausible;
    }

    private String cause(long clockMs, long expectedMs) {
        return downtime.orElse(
                clockMs > expectedMs
                        ? "the clock was set forward"
                        : "the clock was set back, or is behind the newest record");
    }

    /** Why the clock is not followed; empty if it is. */
    synchronized Optional<Held> held(long lastMs) {
        long journaledMs = now(lastMs);
        long clockMs = source.wall().millis();
        return following ? Optional.empty() : Optional.of(new Held(clockMs, journaledMs, cause(clockMs, journaledMs)));
    }

    /** Follows the clock from here on, if it is what the operator's watch says. */
    synchronized boolean accept(Instant watch, long lastMs) {
        long clockMs = source.wall().millis();
        if (held(lastMs).isEmpty() || Math.abs(clockMs - watch.toEpochMilli()) > WATCH_MS) {
            return false;
        }
        LOG.warn("An operator accepts the time {}", Instant.ofEpochMilli(clockMs));
        downtime = Optional.empty();
        anchorMs = clockMs;
        anchorNanos = source.nanos().getAsLong();
        now(lastMs);
        return true;
    }
}
