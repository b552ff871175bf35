// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.core;

import java.time.InstantSource;

/**
 * A time for which something is left alone. It ends at the latest when its length has passed, and at once if the clock
 * is set back before its beginning: a clock that was wrong for a moment holds nothing up.
 *
 * @param beginMs milliseconds by the clock that it is asked with
 * @param lengthMs milliseconds, not negative
 */
public record Pause(long beginMs, long lengthMs) {
    public static Pause from(InstantSource clock, long lengthMs) {
        return new Pause(clock.millis(), lengthMs);
    }

    public boolean lasts(InstantSource clock) {
        long passedMs = clock.millis() - beginMs;
        return passedMs >= 0 && passedMs < lengthMs;
    }

    /** One that begins now and is twice as long, up to a limit. */
    public Pause longer(InstantSource clock, long longestMs) {
        return from(clock, Math.min(2 * lengthMs, longestMs));
    }
}
