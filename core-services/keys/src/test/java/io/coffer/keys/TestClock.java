// SPDX-License-Identifier: Apache-2.0
package io.coffer.keys;

import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is moved. */
final class TestClock implements InstantSource {
    private long nowMs = 1_800_000_000_000L;

    void advanceMs(long ms) {
        nowMs += ms;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(nowMs);
    }
}
