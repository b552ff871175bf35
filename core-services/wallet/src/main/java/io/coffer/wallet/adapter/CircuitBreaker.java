// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.adapter;

import io.coffer.spi.chain.ChainException;
import io.coffer.wallet.core.Pause;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Leaves a node alone that has failed several times in a row, and tries it again with growing pauses.
 *
 * <p>After {@link #FAILURES_TO_OPEN} failures it is open; when its pause is over one call may try (half open): if that
 * fails too, the pause doubles. Any thread may call.
 */
public final class CircuitBreaker {
    static final int FAILURES_TO_OPEN = 3;
    static final long FIRST_PAUSE_MS = 1_000;
    static final long LONGEST_PAUSE_MS = 60_000;

    private final InstantSource clock;

    private int failures;
    private Optional<Pause> pause = Optional.empty();
    private Optional<ChainException> last = Optional.empty();

    public CircuitBreaker(InstantSource clock) {
        this.clock = clock;
    }

    /** @throws ChainException as the last failure, if it is open and its pause is not over */
    public synchronized void pass() throws ChainException {
        if (last.isPresent() && isOpen()) {
            throw new ChainException(
                    last.get().kind(), String.valueOf(last.get().getMessage()));
        }
    }

    public synchronized void succeeded() {
        failures = 0;
        pause = Optional.empty();
        last = Optional.empty();
    }

    public synchronized void failed(ChainException failure) {
        failures++;
        last = Optional.of(failure);
        if (failures >= FAILURES_TO_OPEN) {
            pause = Optional.of(pause.map(before -> before.longer(clock, LONGEST_PAUSE_MS))
                    .orElseGet(() -> Pause.from(clock, FIRST_PAUSE_MS)));
        }
    }

    /** Whether calls are turned away at this moment. */
    public synchronized boolean isOpen() {
        return pause.isPresent() && pause.get().lasts(clock);
    }

    /** The failure that has not been followed by a success, if any. */
    public synchronized Optional<ChainException> lastFailure() {
        return last;
    }
}
